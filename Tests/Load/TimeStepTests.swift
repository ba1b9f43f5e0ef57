import MigrationKit
import Testing

@testable import Load

@Suite(.temporaryFolder) struct TimeStepTests {
  @Test(arguments: [
    [FakeTarget.Fate.good], [.unanswered], [.lost], [.faulted], [.faultedAfter],
    [.lost, .unanswered],
  ])
  func `time is booked once, whatever becomes of the answer`(fates: [FakeTarget.Fate]) async throws {
    let fixtures = try LoadingFixtures(["1/time/190": fates])
    var ticket = LoadingFixtures.ticket("1")
    ticket.timeEntries = [RedmineOptionsTests.entry]
    try fixtures.write([ticket])
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.carriedOut["1/time/190"] == 1)
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.repeated == [])
  }

  @Test func `time that is in the target is not booked again when the journal is lost`() async throws {
    let fixtures = try LoadingFixtures()
    var ticket = LoadingFixtures.ticket("1")
    ticket.timeEntries = [RedmineOptionsTests.entry]
    try fixtures.write([ticket])
    #expect(try await fixtures.load() == .complete)
    try Disk.remove(fixtures.folder.data.loaded.journal)
    #expect(try await fixtures.load() == .complete)
    #expect(fixtures.target.state.carriedOut["1/time/190"] == 1)
  }
}
