import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineAccountsTests {
  static let eve = NewAccount(login: "eve@x.test", name: "Eve Ünal", email: "eve@x.test")
  static let anna = NewAccount(login: "anna", name: "Anna", email: "anna@x.test")

  static func needs(role: String? = "Developer", _ accounts: [NewAccount] = [eve, anna]) -> TargetNeeds {
    TargetNeeds(
      vocabulary: RedmineFixtures.vocabulary, marker: "RT ticket", accounts: accounts, role: role)
  }

  @Test(arguments: [
    (
      Step.account(eve), "POST /users.json",
      #"{"user":{"login":"eve@x.test","firstname":"Eve","lastname":"Ünal","mail":"eve@x.test","generate_password":true,"mail_notification":"none","language":"en"}}"#
    ),
    (
      .member(anna, queue: "support"), "POST /projects/support/memberships.json",
      #"{"membership":{"user_id":5,"role_ids":[4]}}"#
    ), (.lock(anna), "PUT /users/5.json", #"{"user":{"status":3}}"#),
    (.unlock(anna), "PUT /users/5.json", #"{"user":{"status":1}}"#),
  ])
  func `an account takes small requests that may be repeated`(step: Step, line: String, json: String)
    async throws
  {
    let target = try await RedmineFixtures.target(Self.needs())
    let request = try target.request(for: step, of: .accounts, known: KnownIDs())
    #expect("\(request.method.rawValue) \(request.target)" == line)
    guard case .bytes(let bytes) = request.body else { throw JSONShapeError("no JSON") }
    #expect(String(decoding: bytes, as: UTF8.self) == json)
    #expect(request.isRepeatable)
  }

  @Test(arguments: [
    (
      Step.account(eve), ["Email has already been taken", "Login has already been taken"], StepResult.present
    ),
    (.account(eve), ["Email has already been taken"], .refused("Email has already been taken")),
    (.member(eve, queue: "support"), ["User has already been taken"], .present),
    (.member(eve, queue: "support"), ["Role cannot be empty"], .refused("Role cannot be empty")),
  ])
  func `what is there already is no refusal`(step: Step, errors: [String], expected: StepResult) throws {
    let body: JSONValue = ["errors": .strings(errors)]
    let response = HTTPResponse(status: 422, body: body.bytes)
    #expect(try RedmineAnswers.result(of: response, for: step, uploading: 0) == expected)
  }

  @Test func `an account is known by its login or its address, in any case`() async throws {
    let email = try #require(try await RedmineFixtures.findings().catalog.user("anna")?.email)
    let other = NewAccount(login: "other@x.test", name: "Anna", email: email.uppercased())
    let target = try await RedmineFixtures.target(Self.needs([other]))
    #expect(target.account(NewAccount(login: "ANNA", name: "", email: "")) == .active)
    #expect(target.account(other) == (email.isEmpty ? .absent : .active))
    #expect(target.account(Self.eve) == .absent)
    #expect(target.account(NewAccount(login: "lock6225", name: "", email: "")) == .locked)
    #expect(target.queues(closedTo: Self.anna, among: ["support", "gone"]) == ["gone"])
  }

  @Test(arguments: [
    ("Anna Åkesson", "Anna", "Åkesson"), ("Åkesson, Anna Maria", "Anna Maria", "Åkesson"),
    ("Support", "Support", "-"),
    ("", "kunde", "-"), ("kunde@x.test", "kunde", "-"), ("a  b\tc", "a b", "c"),
    (String(repeating: "é", count: 40) + " x", String(repeating: "é", count: 30), "x"),
  ])
  func `a name has two parts that Redmine takes`(name: String, first: String, last: String) {
    let parts = RedmineName(NewAccount(login: "kunde@x.test", name: name, email: "kunde@x.test"))
    #expect([parts.first, parts.last] == [first, last])
  }

  @Test(arguments: [
    (needs(role: nil), "mapping.people asks for 2 accounts, and target.role does not say which role"),
    (needs(role: "Gone"), "there is no role \"Gone\" (there are: Developer, Manager, Reporter)"),
    (needs(), nil), (needs(role: nil, []), nil),
  ])
  func `a role that is missing is told before the first write`(needs: TargetNeeds, fault: String?)
    async throws
  {
    let catalog = try await RedmineFixtures.findings().catalog
    let faults = RedmineOptionsCheck(catalog: catalog, needs: needs).faults
    #expect(faults.count == (fault == nil ? 0 : 1))
    #expect(fault.map { faults.first?.hasPrefix($0) == true } ?? true, "\(faults)")
  }

  @Test func `the check says how many would be made, and misses none of them`() async throws {
    var needs = Self.needs()
    needs.vocabulary.merge(
      Vocabulary(logins: ["eve@x.test": 1], owners: ["support": ["eve@x.test": 1]]))
    let inspection = try await RedmineInspector(
      base: "https://redmine.example.com", needs: needs, send: RedmineFixtures.server()
    ).inspect().inspection
    #expect(inspection.faults == [])
    #expect(inspection.notes.contains { $0.hasPrefix("1 account would be made") })
  }
}
