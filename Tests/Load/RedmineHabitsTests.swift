import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineHabitsTests {
  private static func page(mail: String, watches: Bool) -> String {
    """
    <input type="checkbox" value="issue_created" checked="checked" name="pref[auto_watch_on][]">
    <input type="checkbox" value="issue_contributed_to"\(watches ? " checked=\"checked\"" : "") name="pref[auto_watch_on][]">
    <select name="user[mail_notification]"><option value="all">All</option>
    <option selected="selected" value="\(mail)">…</option></select>
    <select name="user[language]"><option selected="selected" value="en">English</option></select>
    """
  }

  @Test(arguments: [("all", true), ("none", false), ("only_my_events", true)])
  func `an account's page shows its preferences`(mail: String, watches: Bool) {
    let habits = RedmineHabits(page: Self.page(mail: mail, watches: watches))
    #expect(habits.mail == mail)
    #expect(habits.watchesOwnIssues == watches)
  }

  @Test(arguments: ["", "<p>Please log in</p>", "<select name=\"user[mail_notification]\">"])
  func `another page shows none`(page: String) {
    #expect(RedmineHabits(page: page).mail == nil)
  }

  @Test func `accounts are looked at one by one, and closed pages are left out`() async throws {
    let catalog = try await RedmineFixtures.findings().catalog
    let users = catalog.bothered(by: Vocabulary())
    #expect(users.first?.login == catalog.account.login && users.count > 1)
    let probe = RedmineHabitsProbe { request in
      let login = request.headers.first { $0.name == "X-Redmine-Switch-User" }?.value
      if login != catalog.account.login { throw RequestError.redirected(to: "/login") }
      return HTTPResponse(status: 200, body: Array(Self.page(mail: "all", watches: true).utf8))
    }
    let habits = try await probe.habits(of: users)
    #expect(Array(habits.keys) == [catalog.account.login])
  }

  @Test(arguments: [
    (["admin": "none", "anna": "none"], "no e-mail will be sent: all 2 accounts"),
    (["admin": "none", "anna": "all"], "Redmine will send e-mail to 1 of the 2 accounts"),
    ([:], "does not say whether it sends e-mail"),
  ])
  func `the check says who is mailed`(mail: [String: String], beginning: String) async throws {
    let notes = RedmineNotes(
      catalog: try await RedmineFixtures.findings().catalog, vocabulary: Vocabulary(), marker: "RT ticket",
      habits: mail.mapValues { RedmineHabits(page: Self.page(mail: $0, watches: false)) })
    #expect(notes.sentences.contains { $0.contains(beginning) })
  }
}
