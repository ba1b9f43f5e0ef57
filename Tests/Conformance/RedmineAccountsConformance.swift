import Foundation
import MigrationKit
import Testing

/// Accounts that are made for a migration and locked after it.
extension RedmineConformanceTests {
  @Test func `an account is made once, whatever the case of its login`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let login = "new\(RedmineUnderTest.newMarker)@example.test"
    #expect(try await make(login, mail: login).status == 201)
    let again = try await make(login.uppercased(), mail: login)
    #expect(try again.errors == ["Email has already been taken", "Login has already been taken"])
    #expect(try await make("other", mail: login.uppercased()).errors == ["Email has already been taken"])
    let list = try await redmine.get("/users.json", ["name": login]).json
    #expect(list["total_count"]?.int == 1)
  }

  @Test(arguments: [
    ("a+b", "a@example.test", "First", ["Login is invalid"]),
    (
      String(repeating: "l", count: 61), "l@example.test", "First",
      ["Login is too long (maximum is 60 characters)"]
    ),
    ("plain", "me@exämple.test", "First", ["Email is invalid"]),
    ("plain", "root@localhost", "First", ["Email is invalid"]),
    ("plain", "dot@x.test.", "First", ["Email is invalid"]),
    ("plain", "<a@b.test>", "First", ["Email is invalid"]),
    ("plain", "a@b.test,c@d.test", "First", ["Email is invalid"]),
    ("plain", "num@x.t3st", "First", ["Email is invalid"]),
    (
      "plain", String(repeating: "l", count: 248) + "@x.test", "First",
      ["Email is too long (maximum is 254 characters)"]
    ),
    (
      "plain", "plain@example.test", String(repeating: "é", count: 31),
      ["First name is too long (maximum is 30 characters)"]
    ), ("plain", "plain@example.test", "", ["First name cannot be blank"]),
  ])
  func `an account that cannot be is refused`(login: String, mail: String, name: String, errors: [String])
    async throws
  {
    let reply = try await make(login, mail: mail, firstName: name)
    #expect(reply.status == 422)
    #expect(try reply.errors == errors)
  }

  @Test(arguments: [
    "ünal-N@example.test", " space-N@x.test ", "\"quoted-N\"@x.test", "x-N@-bad.test", "mailto:ml-N@b.test",
    "xn-N@x.xn--p1ai", "UP-N@X.TEST",
  ])
  func `an address that looks odd may do`(form: String) async throws {
    let redmine = try await RedmineUnderTest.connected()
    let number = "\(RedmineUnderTest.newMarker)"
    let reply = try await make("odd\(number)", mail: form.replacing("N", with: number))
    // An answer shows the account's key, which is written after the account: where others' writes keep it from that, the
    // account is there all the same.
    if reply.status != 201 { #expect(try reply.errors.contains("Login has already been taken")) }
    let list = try await redmine.get("/users.json", ["name": "odd\(number)"]).json
    let user = list["users"]?.elements.first
    #expect(user?["mail"]?.string == form.replacing("N", with: number).trimmingCharacters(in: .whitespaces))
    #expect(user?["last_login_on"]?.isNull == true)
    _ = try await redmine.send("DELETE", "/users/\(user?["id"]?.int ?? 0).json")
  }

  @Test func `an account that was not activated yet is in a list of its own`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let login = "reg\(RedmineUnderTest.newMarker)@example.test"
    let user = try #require(try await make(login, mail: login).json["user"]?["id"]?.int)
    #expect(try await redmine.put("/users/\(user).json", ["user": ["status": 2]]).status == 204)
    for (status, count) in [("1", 0), ("2", 1), ("3", 0)] {
      let list = try await redmine.get("/users.json", ["status": status, "name": login]).json
      #expect(list["total_count"]?.int == count)
    }
    _ = try await redmine.send("DELETE", "/users/\(user).json")
  }

  @Test func `a locked account stays a member, and can be unlocked`() async throws {
    let redmine = try await RedmineUnderTest.connected()
    let login = "lock\(RedmineUnderTest.newMarker)@example.test"
    let user = try #require(try await make(login, mail: login).json["user"]?["id"]?.int)
    let membership = ["membership": ["user_id": .int(user), "role_ids": [4]]] as JSONValue
    #expect(try await redmine.post("/projects/support/memberships.json", membership).status == 201)
    let again = try await redmine.post("/projects/support/memberships.json", membership)
    #expect(try again.errors == ["User has already been taken"])
    let id = try await redmine.createIssue(for: login)
    #expect(try await redmine.put("/users/\(user).json", ["user": ["status": 3]]).status == 204)
    #expect(try await redmine.postIssue([:], for: login).status == 412)
    #expect(try await redmine.issue(id)["author"]?["id"]?.int == user)
    let members = try await redmine.get("/projects/support/memberships.json", ["limit": "100"]).json
    #expect(members["memberships"]?.elements.contains { $0["user"]?["id"]?.int == user } == true)
    #expect(try await redmine.put("/users/\(user).json", ["user": ["status": 1]]).status == 204)
    #expect(try await redmine.postIssue([:], for: login).status == 201)
    #expect(
      try await redmine.put("/users/\(user).json", ["user": ["status": 9]]).errors == ["Status is invalid"])
    _ = try await redmine.send("DELETE", "/users/\(user).json")
  }

  private func make(_ login: String, mail: String, firstName: String = "First") async throws -> Reply {
    try await RedmineUnderTest.connected().post(
      "/users.json",
      [
        "user": [
          "login": .string(login), "firstname": .string(firstName), "lastname": "Last", "mail": .string(mail),
          "generate_password": true, "mail_notification": "none", "language": "en",
        ]
      ])
  }
}
