import MigrationKit
import Testing

@testable import Transform

@Suite struct RequestTrackerReferencesTests {
  private let references: RequestTrackerReferences

  init() { references = Self.references(.all) }

  private static func references(_ rule: MentionRule, tags: Set<String> = []) -> RequestTrackerReferences {
    var census = Census()
    census.add(SourceID("12"), merged: [SourceID("9")])
    census.add(SourceID("345"), merged: [])
    census.transactions = TransactionIndex([(190, 12), (7, 345), (191, 345), (200, 77)])
    census.words.tags = tags
    return RequestTrackerReferences(
      census, addresses: ["https://rt.example.com", "http://intra/rt", "http://127.0.0.1:8081"], rule)
  }

  private static func mentions(
    in text: String, _ rule: MentionRule, tags: Set<String> = []
  ) -> [String] {
    references(rule, tags: tags).mentions(in: text[...]).map { "\(text[$0.range])>\($0.ticket)" }
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

  @Test(arguments: ["https://rt.example.com", "HTTP://RT.Example.COM", "Https://rt.Example.com"])
  func `an address leads to its ticket however it is spelled, and stays as written`(
    root: String
  ) {
    let address = "\(root)/Ticket/Display.html?id=12"
    let marked = references.marked("See \(address), or http://other.test.")
    #expect(marked == "See ⟦ticket 12|\(address)⟧, or http://other.test.")
  }

  @Test(arguments: [
    ("#12", ["#12>12"]), ("see #12, #345; and (#9).", ["#12>12", "#345>345", "#9>12"]),
    ("[support #12] Re: x", ["#12>12"]), ("RT#12 and Ticket#345, rt #12", ["#12>12", "#345>345", "#12>12"]),
    ("„#12“ 件名、#12", ["#12>12", "#12>12"]), ("#12-#345 #12: yes", ["#12>12", "#12>12"]),
    ("#13 #012 #12a #12.5 #12/7 a#12 C#12 ##12 #12#345 &#12; x/#12 #12-3 #1234567890123456789012", []),
    ("color:#345 color: #345; background-color : #345 Note: #345", ["#345>345"]),
    ("item #12\n#345\n", ["#12>12", "#345>345"]), ("#", []), ("", []), ("# 12", []), ("/#12 =#12 _#12", []),
  ])
  func `where all are wanted a number is a mention where it stands as a word`(
    text: String, mentions: [String]
  ) {
    #expect(Self.mentions(in: text, .all) == mentions)
    #expect(Self.mentions(in: text, .none).isEmpty)
  }

  @Test(arguments: [
    "RT #12", "RT#12", "rt: #12", "see RT (#12)", "RT\n#12", "ticket #12", "Ticket#12 is", "Ticket-Nr. #12",
    "ticket no. #12", "Ticketnummer: Ticket \"#12\"", "the Supporttickets #12.", "case #12:",
    "issue #12, then",
    "your request #12?", "Anfrage #12", "Vorgang Nr #12", "la demande n° #12", "заявка № #12", "チケット#12",
    "ticket\u{A0}#12", "[rt.example.com #12] Re: x", "Re: [Support #12]", "[RT #12]", "RT #12 on GitHub",
    "merged ticket #9", "*Ticket #12*", "> ticket #12", "|Ticket|#12: Ticket #12|",
  ])
  func `what is clearly meant is a mention`(text: String) {
    let found = Self.mentions(in: text, .linked, tags: ["rt.example.com", "support"])
    #expect(found.count == 1 && found[0].hasSuffix(">12"))
  }

  @Test(arguments: [
    "#12", "Printer #12 is out of toner", "the #12 reason", "Invoice #12", "Room #12", "C#12", "PR #12",
    "pull request #12", "Feature-Request #12", "GitHub issue #12", "issue #12 on GitHub",
    "case #12 in their Jira",
    "test case #12", "issue#12", "start #12", "[Printer #12]", "[rt.example.com#12]", "[x] ticket's #12",
    "ticket 12", "RT12", "RT 12", "ticket. #12", "ticket #12.5", "ticket #012", "ticket #13", "ticket #12abc",
    "no. #12", "ticket printer #12", "color: #12", "see (#12)", "Support #12", "[the support #12 of]",
  ])
  func `what may be anything else is none`(text: String) {
    #expect(Self.mentions(in: text, .linked, tags: ["rt.example.com", "support"]).isEmpty)
  }

  @Test(arguments: [
    ("tickets #12, #345 and #9; #12", ["#12>12", "#345>345", "#9>12"]), ("RT #12 &#345;", ["#12>12"]),
    ("ticket #12 und #345, Drucker #9", ["#12>12", "#345>345"]), ("#12 and ticket #345", ["#345>345"]),
    ("ticket #12 for printer #9", ["#12>12"]), ("ticket #12 #345", ["#12>12"]),
  ])
  func `what is told together with a ticket is one`(text: String, mentions: [String]) {
    #expect(Self.mentions(in: text, .linked) == mentions)
  }

  @Test func `without a mail's subject that shows one any word is taken for a tag`() {
    #expect(Self.mentions(in: "[helpdesk #12]", .linked) == ["#12>12"])
    #expect(Self.mentions(in: "[helpdesk #12]", .linked, tags: ["support"]).isEmpty)
  }

  @Test(arguments: [
    (#"{"Headers":"From: a\nSubject: Re: [example.com #12] Printer [x]\nTo: b"}"#, ["example.com"]),
    (#"{"Headers":"Subject: AW: [Über uns #12]\n"}"#, ["Über uns"]),
    (#"{"Headers":"Subject: [example.com #13] x\n","Content":"[Printer #12]"}"#, []),
    (#"{"Headers":"Subject: x\nX: [example.com #12]"}"#, []), (#"{"a":"[ #12]"}"#, []), (" #12]", []),
    ("#", []), ("", []),
  ])
  func `the tags of an instance are known by the subjects of its mails`(record: String, tags: [String]) {
    #expect(SubjectTags.all(of: "12", in: Array(record.utf8)) == Set(tags))
  }

  @Test func `entries are found in any order of their tickets`() {
    let numbers = [(5, 1), (3, 2), (9, 1), (1, 3), (3, 7)]
    let index = TransactionIndex(numbers)
    #expect((0...10).map { index.ticket(of: $0) } == [nil, 3, nil, 2, nil, 1, nil, nil, nil, 1, nil])
    #expect(TransactionIndex().ticket(of: 1) == nil)
  }
}
