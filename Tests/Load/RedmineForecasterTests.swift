import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineForecasterTests {
  private func forecaster(created: String? = nil) async throws -> RedmineForecaster {
    RedmineForecaster(
      catalog: try await RedmineFixtures.findings().catalog,
      needs: TargetNeeds(marker: "RT ticket", created: created))
  }

  @Test(
    arguments: [
      (nil, "they have no login in the target"), ("ghost", "no account has their login"),
      ("lock6225", "their account is locked"), ("admin", nil), ("anna", nil), ("ANNA", nil),
    ] as [(String?, String?)])
  func `why an author is only named in the text`(login: String?, reason: String?) async throws {
    let catalog = try await RedmineFixtures.findings().catalog
    let person = Person(name: "A", login: login)
    #expect(catalog.obstacle(to: person, in: "support", needing: ["add_issues"]) == reason)
  }

  @Test(arguments: [
    ("sales", "add_issues", "they are not a member of the project"),
    ("support", "set_notes_private", "their role lacks the right set_notes_private"),
  ])
  func `a member without the right is no author`(project: String, right: String, reason: String) async throws
  {
    let catalog = try await RedmineFixtures.findings().catalog
    let person = Person(name: "R", login: "reporter")
    #expect(catalog.obstacle(to: person, in: project, needing: [right]) == reason)
  }

  /// A forecast that the requests do not keep would be worse than none.
  @Test func `who is forecast as an author is one in the requests`() async throws {
    let catalog = try await RedmineFixtures.findings().catalog
    for login in catalog.users.keys {
      let person = Person(name: "A", login: login)
      let isAuthor = catalog.creator(person, in: "support") != nil || catalog.isAccount(person)
      #expect(
        (catalog.obstacle(to: person, in: "support", needing: ["add_issues"]) == nil) == isAuthor, "\(login)")
    }
  }

  @Test func `a field for the date of creation is named`() async throws {
    let ticket = RedmineSamples.bare(id: "1")
    let losses = try await forecaster(created: "Promised on").losses(of: ticket)
    #expect(losses.first?.fate == "the field \"Promised on\", and a line of the text")
  }

  /// Three members and the administrator; a private note is for Anna, Boris and the administrator.
  @Test func `mails are counted at their worst`() async throws {
    var ticket = RedmineSamples.plain(id: "1")
    ticket.articles.append(RedmineSamples.article("2", isInternal: true, login: "anna"))
    let forecaster = try await forecaster()
    let catalog = forecaster.catalog
    let members = Set(catalog.projects["support"]?.members.keys ?? [:].keys)
      .intersection(catalog.users.values.filter(\.isActive).map(\.id))
    let privileged = members.filter {
      catalog.projects["support"]?.members[$0]?.permissions.contains("view_private_notes") == true
    }
    #expect(forecaster.mails(for: .create, of: ticket) == members.union([1]).count)
    #expect(forecaster.mails(for: .article(id: "2"), of: ticket) == privileged.union([1]).count)
    #expect(privileged.count < members.count)
    #expect(forecaster.mails(for: .state, of: ticket) == 0)
  }
}
