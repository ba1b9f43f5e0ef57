import MigrationKit
import Testing

@testable import Load

/// What pages show of the settings, which no address of the API tells.
extension RedmineConformanceTests {
  @Test func `every page with an editor shows the same formatting and limit`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let issue = try await redmine.createIssue()
    let pages = ["/news", "/projects/support/wiki/Not_written", "/issues/\(issue)"]
    var settings: [RedmineSettings] = []
    for path in pages {
      let reply = try await redmine.get(path)
      #expect(reply.status == 200, "\(path)")
      settings.append(RedmineSettings(page: String(decoding: reply.bytes, as: UTF8.self)))
    }
    #expect(settings.allSatisfy { $0.knowsEditor && $0.year != nil }, "\(settings)")
    #expect(Set(settings.map(\.markup)).count == 1 && Set(settings.map(\.largestFile)).count == 1)
    #expect(settings.map(\.knowsLinks) == [false, false, true])
  }

  @Test(arguments: [RedmineUnderTest.Caller.admin, .anna])
  func `everybody's preferences are shown to the key`(caller: RedmineUnderTest.Caller) async throws {
    let redmine = try await RedmineUnderTest.connected()
    let reply = try await redmine.get("/my/account", as: caller)
    let habits = RedmineHabits(page: String(decoding: reply.bytes, as: UTF8.self))
    #expect(habits.mail == "none")
    #expect(habits.watchesOwnIssues)
  }

  @Test(arguments: [
    ("/projects/support/wiki/Not_written", RedmineUnderTest.Caller.stranger, 302),
    ("/projects/support/wiki/Not_written", .reporter, 404),
    ("/projects/support/wiki/Not_written", .anna, 200),
    ("/projects/nowhere/wiki/Not_written", .admin, 404), ("/issues/999999999", .admin, 404),
    ("/news", .stranger, 200),
    ("/my/account", .stranger, 302),
  ])
  func `pages are shown to those who may see them`(
    path: String, caller: RedmineUnderTest.Caller, status: Int
  ) async throws {
    let redmine = try await RedmineUnderTest.connected()
    #expect(try await redmine.get(path, as: caller).status == status)
  }
}
