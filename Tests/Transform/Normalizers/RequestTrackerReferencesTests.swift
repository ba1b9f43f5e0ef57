import MigrationKit
import Testing

@testable import Transform

@Suite struct RequestTrackerReferencesTests {
  private let references: RequestTrackerReferences

  init() {
    var census = Census()
    census.add(SourceID("12"), merged: [SourceID("9")])
    census.add(SourceID("345"), merged: [])
    census.transactions = TransactionIndex([(190, 12), (7, 345), (191, 345), (200, 77)])
    references = RequestTrackerReferences(
      census, addresses: ["https://rt.example.com", "http://intra/rt", "http://127.0.0.1:8081"])
  }

  @Test(arguments: [
    ("https://rt.example.com/Ticket/Display.html?id=12", "12"),
    ("http://RT.Example.COM/Ticket/Display.html?id=12#txn-190", "12"),
    ("https://rt.example.com:443/Ticket/History.html?id=345", "345"),
    ("http://rt.example.com:80/Ticket/ModifyAll.html?a=b&id=12", "12"),
    ("https://rt.example.com//Ticket/Update.html?Action=Comment;id=9", "12"),
    ("https://rt.example.com/SelfService/Display.html?id=12", "12"),
    ("https://rt.example.com/m/ticket/show?id=12", "12"),
    ("https://rt.example.com/REST/2.0/ticket/12", "12"),
    ("https://rt.example.com/REST/1.0/ticket/12/history", "12"),
    ("https://rt.example.com/REST/2.0/transaction/191", "345"),
    ("https://rt.example.com/Ticket/Attachment/190/54/a%20b.png", "12"),
    ("https://rt.example.com/SelfService/Attachment/7/54/a.png", "345"),
    ("https://rt.example.com/Ticket/ShowEmailRecord.html?Transaction=190&Attachment=54", "12"),
    ("https://rt.example.com/Transaction/Display.html?id=191", "345"),
    ("http://intra/rt/Ticket/Display.html?id=12", "12"),
    ("http://127.0.0.1:8081/Ticket/Display.html?id=12", "12"),
  ])
  func `a page of the old system leads to its ticket`(address: String, ticket: String) {
    #expect(references.ticket(at: address) == SourceID(ticket))
  }

  @Test(arguments: [
    "https://rt.example.com/", "https://rt.example.com", "https://rt.example.com/Ticket/Display.html",
    "https://rt.example.com/Ticket/Display.html?id=13", "https://rt.example.com/Ticket/Display.html?id=12a",
    // The number of an entry of the history is none of a ticket.
    "https://rt.example.com/Ticket/Display.html?id=190", "https://rt.example.com/m/ticket/show?id=191",
    "https://rt.example.com.evil.test/Ticket/Display.html?id=12",
    "https://rt.example.com:8443/Ticket/D.html?id=12",
    "http://intra/rtfm/Ticket/Display.html?id=12", "http://intra/Ticket/Display.html?id=12",
    "ftp://rt.example.com/Ticket/Display.html?id=12", "https://rt.example.com/Search/Results.html?id=12",
    "https://rt.example.com/Ticket/Attachment/200/54/x", "https://rt.example.com/Ticket/Attachment/1/2",
    "https://rt.example.com/REST/2.0/queue/12", "mailto:rt@rt.example.com", "//", "://", "",
    "https://rt.example.com/Ticket/Display.html?id=99999999999999999999",
  ])
  func `other addresses, and tickets that are not migrated, lead nowhere`(address: String) {
    #expect(references.ticket(at: address) == nil)
  }

  @Test(arguments: [
    ("#12", ["#12>12"]), ("see #12, #345; and (#9).", ["#12>12", "#345>345", "#9>12"]),
    ("[support #12] Re: x", ["#12>12"]), ("RT#12 and Ticket#345, rt #12", ["#12>12", "#345>345", "#12>12"]),
    ("„#12“ 件名、#12", ["#12>12", "#12>12"]), ("#12-#345 #12: yes", ["#12>12", "#12>12"]),
    ("#13 #012 #12a #12.5 #12/7 a#12 C#12 ##12 #12#345 &#12; x/#12 #12-3 #1234567890123456789012", []),
    ("color:#345 color: #345; background-color : #345 Note: #345", ["#345>345"]),
    ("item #12\n#345\n", ["#12>12", "#345>345"]), ("#", []), ("", []), ("# 12", []), ("/#12 =#12 _#12", []),
  ])
  func `a number is a mention where it stands as a word`(text: String, mentions: [String]) {
    let found = references.mentions(in: text)
    #expect(found.map { "\(text[$0.range])>\($0.ticket)" } == mentions)
  }

  @Test func `entries are found in any order of their tickets`() {
    let numbers = [(5, 1), (3, 2), (9, 1), (1, 3), (3, 7)]
    let index = TransactionIndex(numbers)
    #expect((0...10).map { index.ticket(of: $0) } == [nil, 3, nil, 2, nil, 1, nil, nil, nil, 1, nil])
    #expect(TransactionIndex().ticket(of: 1) == nil)
  }
}
