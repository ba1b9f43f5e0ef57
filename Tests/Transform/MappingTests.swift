import MigrationKit
import Testing

@testable import Transform

@Suite struct MappingTests {
  private let mapping = Mapping(
    MappingConfiguration(
      queues: ["Support": "support", "Sales": "shop", "Shop": "shop"], types: ["*": "Bug"],
      states: ["new": "New", "*": "Open"],
      priorities: PriorityMap([.init(0...29, "Low"), .init(70...100, "High")]),
      people: ["Anna@Example.com": "anna", "BORIS": "boris", "quiet@example.com": "text"],
      fields: ["A": .field("B"), "C": .text]))

  @Test(arguments: [
    (KnownPerson(id: "a.akesson", email: "anna@example.COM"), Account.own("anna")),
    (KnownPerson(id: "boris", email: "other@example.com"), .own("boris")),
    (KnownPerson(id: "Anna@example.com"), .own("anna")),
    (KnownPerson(id: "boris", email: "quiet@example.com"), .text),
  ])
  func `people are found by address, then by login, in any case`(person: KnownPerson, account: Account) {
    var gaps = MappingGaps()
    #expect(mapping.account(of: person, &gaps) == account)
    #expect(gaps.isEmpty)
  }

  @Test(arguments: [
    (KnownPerson(id: "z", email: "Zo\u{65}\u{308}@Client.test"), Account.created("zo-@client.test")),
    (KnownPerson(id: "z", email: "o'brien@client.test"), .created("o-brien@client.test")),
    (KnownPerson(id: "z", email: "zoe+rt@client.test"), .created("zoe-rt@client.test")),
    (KnownPerson(id: "z@client.test"), .text), (KnownPerson(id: "anna", email: "a@b.test"), .own("anna")),
    (
      KnownPerson(id: "z", email: String(repeating: "long", count: 20) + "@client.test"),
      .created(String(repeating: "long", count: 15))
    ),
  ])
  func `an account is made for whoever has an address`(person: KnownPerson, account: Account) {
    let mapping = Mapping(MappingConfiguration(people: ["*": "create", "anna": "anna"]))
    var gaps = MappingGaps()
    #expect(mapping.account(of: person, &gaps) == account && gaps.isEmpty)
  }

  @Test func `the old system's own accounts are never made`() {
    var system = KnownPerson(id: "RT_System", email: "rt@client.test")
    system.isSystem = true
    var gaps = MappingGaps()
    #expect(Mapping(MappingConfiguration(people: ["*": "create"])).account(of: system, &gaps) == .text)
  }

  @Test func `two addresses never share a new login`() {
    let logins = NewLogins(
      for: ["o'brien@c.test", "o-brien@c.test", "taken@c.test"], besides: ["taken@c.test"])
    #expect(logins.login(for: "o'brien@c.test") == "o-brien@c.test")
    #expect(logins.login(for: "O-BRIEN@c.test").hasPrefix("o-brien@c.test-"))
    #expect(logins.login(for: "taken@c.test") != "taken@c.test")
  }

  @Test func `accounts of one address are one person, found by each login`() {
    var census = Census()
    var old = KnownPerson(id: "anna.old", name: "Anna", email: "ANNA@x.test")
    old.isDisabled = true
    census.add(old)
    census.add(KnownPerson(id: "anna", email: "anna@x.test"))
    census.add(KnownPerson(id: "other"))
    #expect(census.everybody.map(\.id) == ["anna", "other"])
    #expect(
      census.person("Anna.OLD") == census.person("anna") && census.person(email: "Anna@X.test")?.id == "anna")
    #expect(census.person("anna")?.name == "Anna" && census.person("anna")?.isDisabled == false)
    let mapping = Mapping(MappingConfiguration(people: ["anna.old": "a"]))
    var gaps = MappingGaps()
    #expect(mapping.account(of: census.everybody[0], &gaps) == .own("a"))
  }

  @Test(arguments: [("text", Account.text), ("migrator", .shared("migrator"))])
  func `a star stands for everybody else`(value: String, account: Account) {
    let mapping = Mapping(MappingConfiguration(people: ["*": value, "anna": "anna"]))
    var gaps = MappingGaps()
    #expect(mapping.account(of: KnownPerson(id: "zoe"), &gaps) == account)
    #expect(mapping.account(of: KnownPerson(id: "anna"), &gaps) == .own("anna"))
    #expect(gaps.isEmpty)
  }

  @Test func `what is mapped is answered`() {
    var gaps = MappingGaps()
    #expect(mapping.queue("Support", &gaps) == "support")
    #expect(mapping.type("ticket", &gaps) == "Bug")
    #expect(mapping.state("stalled", &gaps) == "Open")
    #expect(mapping.priority("29", &gaps) == "Low")
    #expect(mapping.priority("70", &gaps) == "High")
    #expect(mapping.field("A", &gaps) == .field("B"))
    #expect(gaps.rejects(of: SourceID("1"), mapping.configuration).isEmpty)
  }

  @Test func `what is not mapped comes back as lines to paste, one reject a section`() {
    var gaps = MappingGaps()
    #expect(mapping.queue("Geheim \"1\"", &gaps) == "")
    #expect(mapping.priority("50", &gaps) == "")
    #expect(mapping.field("Y", &gaps) == nil)
    #expect(mapping.field("X", &gaps) == nil)
    #expect(mapping.account(of: KnownPerson(id: "zoe", email: "zoe@example.com"), &gaps) == .text)
    #expect(
      gaps.rejects(of: SourceID("1"), mapping.configuration).map(\.hint) == [
        #"queues: { "Geheim \"1\"": "…" }"#, #"priorities: { "50": "…" }"#,
        #"people: { "zoe@example.com": "…" }"#, #"fields: { "X": "…", "Y": "…" }"#,
      ])
  }

  @Test(arguments: [("Support", true), ("Sales", false), ("Shop", false)])
  func `a name shared by several is told apart in text`(queue: String, isReversible: Bool) {
    #expect(mapping.configuration.queues.isReversible(queue) == isReversible)
    #expect(!mapping.configuration.types.isReversible("ticket"))
  }
}
