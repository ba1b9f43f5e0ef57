import MigrationKit
import Testing

@testable import Transform

@Suite struct IdleRulesTests {
  @Test func `entries of the mapping that fit nothing are named with their lines`() {
    var mapping = MappingConfiguration(
      queues: ["Support": "s", "Suport": "s"], types: ["*": "t"], states: ["new": "New"],
      people: ["ANNA@x.test": "anna", "anna": "anna", "gone": "text", "*": "text"],
      fields: ["A": .text, "Bill": .text], ignore: ["ticket.New": "r", "ticket.Foo": "r"],
      text: ["people.user"])
    mapping.lines = ["ignore": 3, "ignore.ticket.Foo": 14, "people": 5]
    var census = Census()
    census.add(KnownPerson(id: "anna", email: "anna@X.test"))
    census.words = KnownWords(queues: ["Support"], types: ["ticket"], states: ["new"], fields: ["A"])
    var ledger = Ledger()
    ledger.count(.carried, at: "ticket.New.id", of: SourceID("1"))
    #expect(
      IdleRules(mapping: mapping, census: census, ledger: ledger).sentences == [
        "mapping.queues: no ticket is in the queue \"Suport\"; did you mean \"Support\"?",
        "mapping.people (line 5): nobody in the old system is \"gone\"",
        "mapping.fields: no ticket has the field \"Bill\"",
        "mapping.ignore (line 14): nothing in the old system is at \"ticket.Foo\"",
        "mapping.text: nothing in the old system is at \"people.user\"",
      ])
  }

  @Test func `of thousands of people who wrote nothing ten are named and the others counted`() {
    let people = Dictionary(uniqueKeysWithValues: (1000..<3000).map { ("p\($0)@x.test", "text") })
    let sentences = IdleRules(
      mapping: MappingConfiguration(people: NameMap(people)), census: Census(), ledger: Ledger()
    ).sentences
    #expect(sentences.count == 11)
    #expect(sentences.first == "mapping.people: nobody in the old system is \"p1000@x.test\"")
    #expect(sentences.last == "mapping.people: 1,990 more entries without a match")
  }

  @Test(arguments: [
    ("a\tb\r\n\u{85}", []), ("a\u{0}b", [ValueChange.controls]),
    ("\u{7F}\u{FFFD}", [.controls, .undecodable]),
    ("", []),
  ])
  func `what has to be done to a text is known beforehand`(text: String, changes: [ValueChange]) {
    #expect(ValueChange.all(in: text) == changes)
  }

  @Test(arguments: [
    #"plain"#, #"a\nb\tc\r\\u0007 \/ \""#, #"bell \u0007"#, #"\b"#, #"\f"#, "\u{7F}", #"\u007f"#, "\u{FFFD}",
    #"\ufffd"#,
    #"\ud83d alone"#, #"\ud83d\ude00"#, #"\u0041"#, "\u{F000}", "日本語", #"日\u0001"#, "",
  ])
  func `what is done to a text shows in its JSON as well`(json: String) throws {
    let node = try JSONDocument("\"\(json)\"").root
    #expect(node.withView { ValueChange.all(in: $0) } == ValueChange.all(in: try #require(node.string)))
  }

  @Test func `a value that is not as it was is counted beside its fate`() throws {
    let record = try OldTicket(
      members: #""Subject":"\#(String(repeating: "long ", count: 60))","#,
      attachments: [#"{"id":"1","TransactionId":"20","ContentType":"text/plain"}"#],
      contents: [#"{"id":"1","Content":"bell \u0007, \ud83d alone"}"#]
    ).record()
    var mapping = MappingConfiguration(people: ["*": "text"])
    (mapping.queues, mapping.types, mapping.states) = (["*": "q"], ["*": "t"], ["*": "s"])
    mapping.priorities = PriorityMap([], otherwise: "p")
    let terms = ConversionTerms(
      mapping: Mapping(mapping), census: Census(), target: TargetTraits(markup: .plain))
    var converter = TicketConverter(RequestTrackerNormalizer(terms))
    _ = try converter.convert(record, files: [])
    let ledger = converter.ledger
    #expect(ledger.entries["ticket.Subject"]?.changes == [ValueChange.cut.rawValue: 1])
    #expect(
      ledger.entries["contents.Content"]?.changes
        == [ValueChange.controls.rawValue: 1, ValueChange.undecodable.rawValue: 1])
  }

  @Test(arguments: [
    (true, #""carried":1"#), (false, #""dropped":1,"reasons":{"of someone whom no ticket names":1}"#),
  ])
  func `people and queues are accounted for`(isNamed: Bool, name: String) throws {
    func record(_ text: String) throws -> SourceRecord { try SourceRecord(json: JSONDocument(text).root) }
    var ledger = Ledger()
    try RequestTrackerNormalizer.account(
      forPerson: record(
        #"{"system":"s","id":"anna","data":{"user":{"id":"7","RealName":"Anna","Lang":"","Organization":"O"}}}"#
      ),
      isNamed: isNamed, into: &ledger)
    try RequestTrackerNormalizer.account(
      forQueue: record(
        #"{"system":"s","id":"1","data":{"queue":{"Name":"Q","Disabled":0},"customFields":[{"Name":"A"},{"Name":"B"}]}}"#
      ),
      into: &ledger)
    let lines = ledger.lines.map(\.json.text)
    #expect(lines.contains(#"{"path":"people.user.RealName","met":1,\#(name)}"#), "\(lines)")
    #expect(lines.contains(#"{"path":"people.user.Lang","met":1,"empty":1}"#))
    #expect(lines.contains(#"{"path":"queues.customFields.Name","met":2,"mapped":2}"#))
    #expect(ledger.total.met == 8 && ledger.unhandled.isEmpty)
  }
}
