import Testing

@testable import MigrationKit
@testable import Transform

@Suite struct LedgerTests {
  private let ticket = SourceID<Ticket>("5")

  @Test func `each value has one fate, and paths come sorted`() {
    var ledger = Ledger()
    let fates: [Fate] = [
      .carried, .mapped, .defaulted, .text, .rejected, .empty, .unhandled, .lost("a"), .needless("b"),
    ]
    for fate in fates { ledger.count(fate, at: "ticket.B", of: ticket) }
    ledger.count(.carried, at: "ticket.A", of: ticket)
    #expect(
      ledger.lines.map(\.json.text) == [
        #"{"path":"ticket.A","met":1,"carried":1}"#,
        #"{"path":"ticket.B","met":9,"carried":1,"mapped":1,"defaulted":1,"text":1,"dropped":2,"lost":1,"rejected":1,"#
          + #""empty":1,"unhandled":1,"reasons":{"a":1,"b":1}}"#,
      ])
    #expect(ledger.unhandled == ["ticket.B": ticket])
  }

  @Test func `counts are the same however the tickets were divided, and the first example stays`() {
    var (left, right, whole) = (Ledger(), Ledger(), Ledger())
    left.count(.unhandled, at: "x", of: SourceID("1"))
    right.count(.unhandled, at: "x", of: SourceID("2"))
    right.count(.lost("r"), at: "y", of: SourceID("2"))
    whole.count(.unhandled, at: "x", of: SourceID("1"))
    whole.count(.unhandled, at: "x", of: SourceID("2"))
    whole.count(.lost("r"), at: "y", of: SourceID("2"))
    left.merge(right)
    #expect(left.lines == whole.lines && left.unhandled == ["x": SourceID("1")])
  }

  @Test func `names that come with mail do not fill the memory`() {
    var ledger = Ledger(pathLimit: 3)
    for number in 0..<100 { ledger.count(.carried, at: "attachments.Headers[X-\(number)]", of: ticket) }
    ledger.count(.carried, at: "ticket.Subject", of: ticket)
    #expect(ledger.entries.count == 5)
    #expect(ledger.entries["attachments.Headers[*]"]?.carried == 97 && ledger.total.met == 101)
  }

  @Test func `the summary begins with the greatest loss`() {
    var ledger = Ledger()
    for _ in 0..<3 { ledger.count(.lost("changes"), at: "a.Field", of: ticket) }
    for _ in 0..<2 { ledger.count(.lost("changes"), at: "a.Old", of: ticket) }
    for _ in 0..<4 { ledger.count(.lost("minutes"), at: "b", of: ticket) }
    ledger.count(.needless("addresses"), at: "c", of: ticket)
    #expect(
      LedgerSummary(ledger: ledger).text(in: "L") == """
        10 values in 4 fields: 1 not needed, 9 dropped (L)
          4 × dropped: minutes (b)
          3 × dropped: changes (a.Field)
        """)
  }

  @Test(arguments: [
    ("ticket.SLA", "ticket.SLA", true), ("ticket.SLA2", "ticket.SLA", false), ("a._url", "*._url", true),
    ("a[x].b[y].id", "a[*].b[*].id", true), ("a[x].c[y].id", "a[*].b[*].id", false), ("ab", "a*b*b", false),
    ("a.b", "a*", true), ("b.a", "a*", false), ("[]", "[*]", true), ("[", "[*]", false),
  ])
  func `a star in a pattern stands for any characters`(path: String, pattern: String, fits: Bool) {
    #expect(path.matches(pattern) == fits)
  }

  @Test func `the mapping's rule for a path holds for what lies in it`() {
    let rules = PathRules(MappingConfiguration(ignore: ["ticket.New": "why"], text: ["ticket.Roles[A]"]))
    #expect(rules.fate(of: "ticket.New.id") == .lost("why") && rules.fate(of: "ticket.New") == .lost("why"))
    #expect(rules.fate(of: "ticket.Newer") == nil)
    #expect(rules.fate(of: "ticket.Roles[A].Name") == .text && rules.fate(of: "ticket.Roles[B]") == nil)
  }

  @Test(arguments: [
    (TicketBalance.Count(met: 5, carried: 1, text: 1, dropped: 2, rejected: 1), true),
    (TicketBalance.Count(met: 5, carried: 4), false), (TicketBalance.Count(met: 1, carried: 2), false),
  ])
  func `a sum that is not right rejects the ticket with the numbers`(count: TicketBalance.Count, isEven: Bool)
  {
    var balance = TicketBalance()
    balance.attachments = count
    guard !isEven else {
      #expect(throws: Never.self) { try balance.requireEven(ticket) }
      return
    }
    let error = #expect(throws: RejectedTicket.self) { try balance.requireEven(ticket) }
    #expect(error?.rejects.first?.reason.hasPrefix("its attachments do not add up: \(count.met) met") == true)
  }
}

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct UnhandledPathTests {
  private let folder = TemporaryFolder.current
  private var extracted = ExtractedFolder()

  private mutating func prepare(_ mapping: String) throws {
    extracted.add(1)
    extracted.add(2)
    extracted.tickets[1].replace(
      #""SLA":"""#, with: #""New":{"a":"one","b":[2]},"InitialPriority":"7","SLA":"Gold""#)
    try extracted.write()
    try folder.write(
      ConfigurationExample.text.replacing("mapping: {", with: "mapping: { \(mapping)"), to: "migration.json5")
  }

  @Test mutating func `a path that no rule handles fails the stage, and nothing can be loaded`() async throws
  {
    try prepare("")
    #expect(try await extracted.transform() == .rejected)
    #expect(try folder.text("data/transformed/manifest.json") == nil)
    #expect(
      try folder.text("data/transformed/ledger.jsonl")?.contains(
        #"{"path":"ticket.New.a","met":1,"unhandled":1}"#) == true)
    let text = UnhandledPaths(tickets: ["ticket.New.a": SourceID("2")]).text
    #expect(
      text.hasSuffix(
        #"ticket.New.a, such as in ticket 2; in mapping: ignore: { "ticket.New.a": "why it is not needed" } or text: ["ticket.New.a"]"#
      ), "\(text)")
  }

  @Test mutating func `ignored with a reason it is counted as lost`() async throws {
    try prepare(#"ignore: { "ticket.New": "nobody reads it" },"#)
    #expect(try await extracted.transform() == .complete)
    #expect(
      try folder.text("data/transformed/ledger.jsonl")?.contains(
        #"{"path":"ticket.New.a","met":1,"dropped":1,"lost":1,"reasons":{"nobody reads it":1}}"#) == true)
  }

  @Test mutating func `as text it stands in the ticket's header, also what a rule would drop`() async throws {
    try prepare(#"text: ["ticket.New", "ticket.InitialPriority"],"#)
    #expect(try await extracted.transform() == .complete)
    let lines = try #require(try folder.text("data/transformed/tickets.jsonl")).split(separator: "\n")
    let tickets = try lines.map { try Ticket(json: JSONDocument(String($0)).root) }
    #expect(tickets[1].header.suffix(3) == ["New.a: one", "New.b: 2", "InitialPriority: 7"])
    #expect(!tickets[0].header.contains { $0.hasPrefix("Initial") })
  }
}
