import Testing

@testable import MigrationKit

struct LearnedLimitsTests {
  private var limits: LearnedLimits {
    var limits = LearnedLimits(perSecond: 9.8)
    limits.atOnce = [.read: 6, .download: 4]
    limits.rates = [.read: 43.2]
    return limits
  }

  @Test func `they survive being written and read`() throws {
    #expect(
      limits.json.text
        == #"{"at_once":{"read":6,"download":4},"answered_per_second":{"read":43.20},"per_second":9.80}"#)
    #expect(try LearnedLimits(json: JSONDocument(limits.json.text).root) == limits)
    #expect(try LearnedLimits(json: JSONDocument("{}").root) == LearnedLimits())
  }

  @Test func `they are told in a sentence, if there is something to tell`() {
    #expect(limits.summary == "6 reads at once (43/s), 4 downloads at once, it allows 9.8/s")
    #expect(LearnedLimits().summary == nil)
  }
}
