import Testing

@testable import Extract
@testable import Load
@testable import MigrationKit
@testable import Transform

@Suite struct RecordLinesTests {
  private static let ticket = #"""
    {"id":"5","url":"https://rt.test/5","queue":"support","type":"Bug","state":"New","priority":"Low","subject":"Hi",\#
    "author":{"name":"Anna","email":"anna@b.test","login":"anna"},"owner":{"name":"Bo","login":"bo"},\#
    "watchers":[{"name":"Zoë"}],"created":"2021-01-05T12:27:22Z","start_date":"2021-01-06","due_date":"2021-01-07",\#
    "estimated_minutes":90,"fields":[{"name":"K","values":["1","2"]}],"links":[{"kind":"blocks","ticket":"6"},\#
    {"kind":"parent","ticket":"2"},{"kind":"relates","ticket":"9"}],"header":["From RT"],"articles":[{"id":"20",\#
    "internal":true,"author":{"name":"Anna"},"created":"2021-01-05T12:27:22Z","header":"h","text":"a\nb",\#
    "attachments":[{"id":"3","name":"ä.txt","type":"text/plain","bytes":2,"sha256":"ab"}]}]}
    """#
  private static let bareTicket = #"""
    {"id":"5","url":"","queue":"","type":"","state":"","priority":"","subject":"","author":{"name":""},"watchers":[],\#
    "created":"","fields":[],"links":[],"header":[],"articles":[]}
    """#
  private static let vocabulary = #"""
    {"queues":{"a":1,"b":2},"types":{},"states":{},"priorities":{},"fields":{},"logins":{},"owners":{"a":{"x":1}},\#
    "authors":{}}
    """#

  private static let lines: [(any JSONRecord.Type, String)] = [
    (Ticket.self, ticket), (Ticket.self, bareTicket), (Vocabulary.self, vocabulary),
    (SourceRecord.self, #"{"system":"s","id":"5","url":"u","data":{"z":1.50,"a":null}}"#),
    (SourceRecord.self, #"{"system":"s","id":"5","data":[]}"#),
    (ExtractedAttachment.self, #"{"ticket":"5","id":"1","name":"n","type":"t","bytes":0,"sha256":"ab"}"#),
    (SkippedTicket.self, #"{"ticket":"5","reason":"deleted"}"#),
    (Reject.self, #"{"ticket":"5","rule":"r","reason":"why","hint":"h"}"#),
    (TransformedPerson.self, #"{"name":"A","email":"e","login":"l","tickets":3}"#),
    (ExtractionRequest.self, #"{"system":"s","url":"u","queues":["Q"],"limit":3}"#),
    (ExtractionRequest.self, #"{"system":"s","url":"u","queues":[]}"#),
    (
      Difference.self,
      #"{"ticket":"5","target":"9","what":"subject","class":"changed","expected":"a","found":"b","reason":"r"}"#
    ),
    (Difference.self, #"{"ticket":"5","what":"ticket","class":"unexpected","expected":"a","found":"b"}"#),
    (
      Checkpoint.self,
      #"{"request":{"system":"s","url":"u","queues":[]},"began":3,"cursor":7,"lengths":[1,2,3,4],"mending":true,"found":15,"tickets":5,"transactions":6,"attachments":7,"attachment_bytes":8,"skipped":9,"failed":1,"rejected":10,"last_transaction":11}"#
    ),
    (ChangedTicket.self, #"{"ticket":"5","reason":"r"}"#),
  ]

  @Test(arguments: lines.indices)
  func `a record writes itself as it was read, keys in order`(index: Int) throws {
    let (type, line) = Self.lines[index]
    #expect(try type.init(json: JSONDocument(line).root).json.text == line)
  }

  @Test(arguments: lines.indices)
  func `a record with nothing in it is refused`(index: Int) throws {
    let (type, _) = Self.lines[index]
    #expect(throws: JSONShapeError.self) { try type.init(json: JSONDocument("{}").root) }
  }

  @Test func `a link of an unknown kind is refused`() throws {
    #expect(throws: JSONShapeError.self) {
      try TicketLink(json: JSONDocument(#"{"kind":"hates","ticket":"1"}"#).root)
    }
  }

  @Test func `ids are in the order of their numbers, other ids behind`() {
    let ids = ["b", "10", "9", "a", "100", "-1", "B"].map { SourceID<Ticket>($0) }
    #expect(ids.sorted().map(\.text) == ["-1", "9", "10", "100", "B", "a", "b"])
  }

  @Test(arguments: [
    (Person(name: "Anna", email: "a@b.test"), "Anna <a@b.test>"), (Person(name: "Anna"), "Anna"),
    (Person(name: "", email: "a@b.test"), "a@b.test"),
    (Person(name: "a@b.test", email: "a@b.test"), "a@b.test"),
  ])
  func `a person signs as in a mail`(person: Person, signature: String) {
    #expect(person.signature == signature)
  }

  @Test func `the words of a mapping are needed before any ticket`() {
    let mapping = MappingConfiguration(
      queues: ["Q": "support"], types: ["*": "Bug"], states: ["new": "New", "open": "New"],
      priorities: PriorityMap([.init(0...9, "Low")], otherwise: "High"),
      people: ["anna": "anna", "*": "text"],
      fields: ["A": .field("B"), "C": .text, "D": .drop(reason: "r")])
    #expect(
      Vocabulary(of: mapping)
        == Vocabulary(
          queues: ["support": 0], types: ["Bug": 0], states: ["New": 0], priorities: ["Low": 0, "High": 0],
          fields: ["B": 0], logins: ["anna": 0]))
  }
}
