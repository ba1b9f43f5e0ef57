import Testing

@testable import MigrationKit

struct LearnedLimitsTests {
  private var limits: LearnedLimits {
    var limits = LearnedLimits(perSecond: 9.8)
    limits.atOnce = 6
    limits.rates = [.read: 43.2, .download: 4]
    return limits
  }

  @Test func `they survive being written and read`() throws {
    #expect(
      limits.json.text
        == #"{"at_once":6,"answered_per_second":{"read":43.20,"download":4.00},"per_second":9.80}"#)
    #expect(try LearnedLimits(json: JSONDocument(limits.json.text).root) == limits)
    #expect(try LearnedLimits(json: JSONDocument("{}").root) == LearnedLimits())
    #expect(try LearnedLimits(json: JSONDocument(#"{"per_second":0.00}"#).root) == LearnedLimits())
  }

  @Test func `they are told in a sentence, if there is something to tell`() {
    #expect(
      limits.summary == "fastest with 6 parallel requests (reads 43/s, downloads 4.0/s), allows 9.8/s")
    #expect(LearnedLimits(perSecond: 1.2).summary == "allows 1.2/s")
    #expect(LearnedLimits().summary == nil)
  }
}
