import MigrationKit
import Testing

/// Who may do what, and in whose name.
extension RedmineConformanceTests {
  @Test func `an administrator writes in the name of others, nobody else does`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    for (caller, login, name) in [
      (.admin, "anna", "Anna Åkesson"), (.admin, "ANNA", "Anna Åkesson"), (.admin, "", "Redmine Admin"),
      (.reporter, "anna", "Rita Reporter"),
    ] as [(RedmineUnderTest.Caller, String, String)] {
      let id = try await redmine.createIssue(as: caller, for: login)
      _ = try await redmine.change(id, ["notes": "n"], as: caller, for: login)
      let issue = try await redmine.issue(id, include: "journals")
      #expect(issue["author"]?["name"]?.string == name)
      #expect(issue["journals"]?.elements.first?["user"]?["name"]?.string == name)
    }
  }

  @Test func `nobody can act for one who is locked, gone or no member`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let login = "guest\(RedmineUnderTest.newMarker)"
    let created = try await redmine.post(
      "/users.json",
      [
        "user": [
          "login": .string(login), "firstname": "G", "lastname": "U",
          "mail": .string("\(login)@example.test"),
          "generate_password": true, "mail_notification": "none",
        ]
      ])
    #expect(created.status == 201)
    let user = try #require(try created.json["user"]?["id"]?.int)
    let id = try await redmine.createIssue()
    let missing = ["Project cannot be blank", "Tracker cannot be blank", "Status cannot be blank"]
    #expect(try await redmine.postIssue([:], for: login).errors == missing)
    #expect(try await redmine.change(id, ["notes": "n"], for: login).status == 403)
    let member = ["membership": ["user_id": .int(user), "role_ids": [5]]] as JSONValue
    #expect(try await redmine.post("/projects/support/memberships.json", member).status == 201)
    let again = try await redmine.post("/projects/support/memberships.json", member)
    #expect(try again.errors == ["User has already been taken"])
    #expect(try await redmine.change(id, ["notes": "n"], for: login).status == 204)
    #expect(try await redmine.put("/users/\(user).json", ["user": ["status": 3]]).status == 204)
    #expect(try await redmine.get("/users/current.json", for: login).status == 412)
    #expect(try await redmine.get("/users.json", ["name": login]).json["total_count"]?.int == 0)
    #expect(
      try await redmine.get("/users.json", ["name": login, "status": "3"]).json["total_count"]?.int == 1)
    #expect(try await redmine.change(id, ["assigned_to_id": .int(user)]).errors == ["Assignee is invalid"])
    #expect(try await redmine.send("DELETE", "/users/\(user).json").status == 204)
    let gone = try await redmine.get("/issues.json", for: login)
    #expect(gone.status == 412 && gone.bytes.isEmpty)
  }

  @Test func `a stranger is not refused everywhere`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let issues = try await redmine.get("/issues.json", ["status_id": "*"], as: .stranger)
    #expect(issues.status == 200)
    #expect(try issues.json["total_count"]?.int == 0)
    #expect(try await redmine.get("/projects.json", as: .stranger).json["total_count"]?.int == 0)
    for path in ["trackers", "issue_statuses", "enumerations/issue_priorities", "roles"] {
      #expect(try await redmine.get("/\(path).json", as: .stranger).status == 200, "\(path)")
    }
    for path in [
      "users/current", "users", "custom_fields", "projects/support", "projects/support/memberships",
    ] {
      let reply = try await redmine.get("/\(path).json", as: .stranger)
      #expect(reply.status == 401 && reply.bytes.isEmpty, "\(path)")
    }
    #expect(try await redmine.postIssue([:], as: .stranger).status == 401)
  }

  @Test func `a record of a user shows as much as its reader may see`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    func members(_ path: String, _ caller: RedmineUnderTest.Caller) async throws -> [String] {
      try await redmine.get(path, as: caller).json["user"]?.members.map(\.key) ?? []
    }
    let dates = ["created_on", "updated_on", "last_login_on", "passwd_changed_on"]
    let names = ["firstname", "lastname"]
    #expect(
      try await members("/users/current.json", .admin) == ["id", "login", "admin"] + names + ["mail"] + dates
        + ["twofa_scheme", "api_key", "status"])
    #expect(
      try await members("/users/current.json", .reporter) == ["id", "login", "admin"] + names + dates
        + ["twofa_scheme", "api_key"])
    #expect(try await members("/users/5.json", .reporter) == ["id", "login"] + names + dates)
    let anna = try await redmine.get("/users/5.json", ["include": "memberships"]).json["user"]
    #expect(anna?["memberships"]?.elements.first?["roles"]?.elements.first?["name"]?.string == "Developer")
  }

  @Test(arguments: [
    ("anna", ["anna"]), ("nna Å", ["anna"]), ("STAFF.example", ["anna", "boris", "reporter"]),
    ("unheard of", []),
  ])
  func `users are found by any part of login, name and mail`(name: String, logins: [String]) async throws {
    let list = try await RedmineUnderTest.connected().get("/users.json", ["name": name, "limit": "100"])
    #expect(try list.json["users"]?.elements.compactMap { $0["login"]?.string } == logins)
  }

  @Test func `the vocabulary is the reference server's, number by number`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let lists = [
      ("trackers", "trackers", "1 Bug, 2 Feature, 3 Support"),
      (
        "issue_statuses", "issue_statuses",
        "1 New, 2 In Progress, 3 Resolved, 4 Feedback, 5 Closed, 6 Rejected"
      ),
      ("enumerations/issue_priorities", "issue_priorities", "1 Low, 2 Normal, 3 High, 4 Urgent, 5 Immediate"),
      ("roles", "roles", "3 Manager, 4 Developer, 5 Reporter"),
    ]
    for (path, name, expected) in lists {
      let rows = try await redmine.get("/\(path).json").json[name]?.elements ?? []
      #expect(
        rows.map { "\($0["id"]?.int ?? 0) \($0["name"]?.string ?? "")" }.joined(separator: ", ") == expected)
    }
    let fields = try await redmine.get("/custom_fields.json").json["custom_fields"]?.elements ?? []
    #expect(fields.prefix(Self.fieldNames.count).map { $0["name"]?.string } == Self.fieldNames)
    #expect(fields.filter { $0["is_filter"]?.bool == false }.map { $0["id"]?.int } == [9])
    #expect(
      fields.first?.members.map(\.key) == [
        "id", "name", "customized_type", "field_format", "regexp", "min_length", "max_length", "is_required",
        "is_filter", "searchable", "multiple", "default_value", "visible", "trackers", "roles",
      ])
    let developer = try await redmine.get("/roles/4.json").json["role"]
    let rights = developer?["permissions"]?.elements.compactMap(\.string) ?? []
    #expect(rights.contains("set_notes_private") && !rights.contains("add_issue_watchers"))
    #expect(developer?["assignable"]?.bool == true)
  }

  @Test func `a project tells of its trackers, categories and modules`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let include = "trackers,issue_categories,enabled_modules,issue_custom_fields"
    let reply = try await redmine.get("/projects/support.json", ["include": include])
    let project = try #require(try reply.json["project"])
    #expect(
      project.members.map(\.key) == [
        "id", "name", "identifier", "description", "homepage", "status", "is_public", "inherit_members",
        "trackers",
        "issue_categories", "enabled_modules", "issue_custom_fields", "created_on", "updated_on",
      ])
    #expect(project["trackers"]?.elements.count == 3)
    #expect(project["issue_categories"]?.elements.contains { $0["name"]?.string == "Network" } == true)
    #expect(try await redmine.get("/projects/1.json").json["project"]?["identifier"]?.string == "support")
    let members = try await redmine.get("/projects/support/memberships.json", ["limit": "3"]).json
    #expect(members["memberships"]?.elements.map { $0["user"]?["id"]?.int } == [5, 6, 7])
  }
}
