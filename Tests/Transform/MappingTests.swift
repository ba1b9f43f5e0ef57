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
    #expect(mapping.priority(29, &gaps) == "Low")
    #expect(mapping.priority(70, &gaps) == "High")
    #expect(mapping.field("A", &gaps) == .field("B"))
    #expect(gaps.rejects(of: SourceID("1")).isEmpty)
  }

  @Test func `what is not mapped comes back as lines to paste, one reject a section`() {
    var gaps = MappingGaps()
    #expect(mapping.queue("Geheim \"1\"", &gaps) == "")
    #expect(mapping.priority(50, &gaps) == "")
    #expect(mapping.field("Y", &gaps) == nil)
    #expect(mapping.field("X", &gaps) == nil)
    #expect(mapping.account(of: KnownPerson(id: "zoe", email: "zoe@example.com"), &gaps) == .text)
    #expect(
      gaps.rejects(of: SourceID("1")).map(\.hint) == [
        #"queues: { "Geheim \"1\"": "…" }"#, #"priorities: { "50..50": "…" }"#,
        #"people: { "zoe@example.com": "…" }"#, #"fields: { "X": "…", "Y": "…" }"#,
      ])
  }

  @Test(arguments: [("Support", true), ("Sales", false), ("Shop", false)])
  func `a name shared by several is told apart in text`(queue: String, isReversible: Bool) {
    #expect(mapping.configuration.queues.isReversible(queue) == isReversible)
    #expect(!mapping.configuration.types.isReversible("ticket"))
  }
}
