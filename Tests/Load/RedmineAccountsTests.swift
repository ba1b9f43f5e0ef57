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
    #expect(
      target.account(other) == (email.isEmpty ? .refused("Redmine does not accept this address") : .active))
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
    (needs(role: nil), "mapping.people asks for 2 accounts, but target.role does not say which role"),
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

  static func user(
    _ login: String, _ email: String, isActive: Bool = false, isAdmin: Bool = false,
    isRegistered: Bool = false
  ) -> RedmineCatalog.User {
    RedmineCatalog.User(
      id: 70, login: login, email: email, isActive: isActive, isAdmin: isAdmin, isRegistered: isRegistered)
  }

  @Test(
    arguments: [
      (user("eve@x.test", "eve@x.test"), .locked), (user("EVE@x.test", "Eve@X.test"), .locked),
      (user("eve@x.test", " eve@x.test "), .locked),
      (user("eve@x.test", "eve@x.test", isActive: true), .active),
      (user("eve", "EVE@X.TEST", isActive: true), .active),
      (
        user("eve", "eve@x.test"),
        .refused("this is the address of the locked account \"eve\"; it is used if you unlock it")
      ),
      (
        user("eve@x.test", "other@x.test", isActive: true),
        .refused("the login \"eve@x.test\" belongs to another address, other@x.test")
      ),
      (
        user("eve@x.test", "other@x.test"),
        .refused("the login \"eve@x.test\" belongs to another address, other@x.test")
      ),
      (
        user("eve@x.test", "eve@x.test", isRegistered: true),
        .refused("the account \"eve@x.test\" is registered but not activated, and activating it sends a mail")
      ),
      (
        user("eve@x.test", "eve@x.test", isAdmin: true),
        .refused("the account \"eve@x.test\" is that of a locked administrator")
      ), (user("bob", "bob@x.test"), .absent),
    ] as [(RedmineCatalog.User, AccountState)])
  func `only a locked account of the same login and address is one of a load`(
    user: RedmineCatalog.User, state: AccountState
  ) async throws {
    var catalog = try await RedmineFixtures.findings().catalog
    catalog.users[user.login.lowercased()] = user
    #expect(catalog.knowing([Self.eve]).state(of: Self.eve) == state)
    #expect(try RedmineCatalog(json: JSONDocument(catalog.json.bytes).root) == catalog)
  }

  @Test(arguments: [
    ("eve@x.test", true), ("ünal@example.test", true), (" sp@x.test ", true), ("\"quoted\"@x.test", true),
    ("x@-bad.test", true), ("mailto:ml@b.test", true), ("xn@x.xn--p1ai", true), ("UP@X.TEST", true),
    (String(repeating: "l", count: 247) + "@x.test", true),
    (String(repeating: "l", count: 248) + "@x.test", false),
    ("", false), ("root@localhost", false), ("not an address", false), ("ünal@exämple.test", false),
    ("a@b", false), ("\"quoted local\"@x.test", false), ("dot@x.test.", false), ("<a@b.test>", false),
    ("a@b.test,c@d.test", false), ("a@b.test, c@d.test", false), ("tab\t@x.test", false),
    ("nul\0@x.test", false), ("num@x.t3st", false), ("one@x.t", false), ("a..b@x..test", false),
    ("und_er@x_y.test", false), ("@x.test", false),
  ])
  func `an address is judged by Redmine's own rule`(address: String, isTaken: Bool) {
    #expect((RedmineAddress(address).flaw == nil) == isTaken)
  }

  @Test func `everybody who cannot have an account is named at once, with a line to paste`() async throws {
    let odd = ["root@localhost", "a \"b\"", "ünal@exämple.test"].map {
      NewAccount(login: "odd", name: "", email: $0)
    }
    var catalog = try await RedmineFixtures.findings().catalog
    catalog.users["taken@x.test"] = Self.user("taken@x.test", "other@x.test", isActive: true)
    let taken = NewAccount(login: "taken@x.test", name: "", email: "taken@x.test")
    let faults = RedmineOptionsCheck(catalog: catalog, needs: Self.needs(odd + [Self.eve, taken])).faults
    #expect(
      faults == [
        """
        4 people cannot get the account that mapping.people asks for. Correct the accounts in the target, or add these \
        lines to mapping.people and run transform again:
            "a \\"b\\"": "text",  // Redmine does not accept this address
            "root@localhost": "text",  // Redmine does not accept this address
            "taken@x.test": "text",  // the login "taken@x.test" belongs to another address, other@x.test
            "ünal@exämple.test": "text",  // Redmine does not accept this address
        """
      ])
  }

  @Test func `the check says what becomes of accounts that are there, and which names are cut`() async throws
  {
    var catalog = try await RedmineFixtures.findings().catalog
    let long = NewAccount(login: "l@x.test", name: String(repeating: "é", count: 31), email: "l@x.test")
    catalog.users["eve@x.test"] = Self.user("eve@x.test", "eve@x.test")
    catalog.users["bob"] = Self.user("bob", "bob@x.test", isActive: true)
    var carl = Self.user("carl@x.test", "carl@x.test", isActive: true)
    carl.isUnused = true
    catalog.users["carl@x.test"] = carl
    let others = ["bob@x.test", "carl@x.test"].map { NewAccount(login: $0, name: "", email: $0) }
    var needs = Self.needs([Self.eve, long] + others)
    let notes = RedmineOptionsCheck(catalog: catalog, needs: needs).notes
    let beginnings = [
      "1 account would be created", "1 name is cut, because Redmine accepts 30 characters",
      "1 account with the login and address that mapping.people asks for is locked (people have logged in to 1",
      "1 person has an account under another login, which is used and stays as it is: bob@x.test is \"bob\"",
      "1 account that mapping.people asks for is active, although nobody has ever logged in",
    ]
    #expect(notes.count == beginnings.count, "\(notes)")
    for (note, beginning) in zip(notes, beginnings) { #expect(note.hasPrefix(beginning)) }
    needs.openLogins = ["carl@x.test"]
    let after = RedmineOptionsCheck(catalog: catalog, needs: needs).notes
    #expect(after.last == "1 account an earlier load left open: will be locked at the end of the load")
  }

  @Test func `the check says how many would be made, and misses none of them`() async throws {
    var needs = Self.needs()
    needs.vocabulary.merge(
      Vocabulary(logins: ["eve@x.test": 1], owners: ["support": ["eve@x.test": 1]]))
    let inspection = try await RedmineInspector(
      base: "https://redmine.example.com", needs: needs, send: RedmineFixtures.server()
    ).inspect().inspection
    #expect(inspection.faults == [])
    #expect(inspection.notes.contains { $0.hasPrefix("1 account would be created") })
  }
}
