import MigrationKit
import Testing

@testable import Transform

@Suite struct RequestTrackerEffortTests {
  private func entries(_ timeWorked: Int, _ rows: [String]) throws -> [TimeEntry] {
    try ticket(timeWorked, rows).timeEntries
  }

  private func ticket(_ timeWorked: Int, _ rows: [String]) throws -> Ticket {
    var target = TargetTraits(markup: .plain)
    target.keepsTime = true
    let transactions = rows.enumerated().map { index, row in
      #"{"id":"\#(20 + index)","ObjectId":"5",\#(row)}"#
    }
    return try OldTicket(
      members: #""TimeWorked":"\#(timeWorked)","Owner":{"id":"anna"},"LastUpdated":"2021-02-03T01:00:00Z","#,
      transactions: transactions, target: target
    ).converted(MappingConfiguration(people: ["anna": "anna", "*": "text"]))
  }

  private static func set(_ old: Int, _ new: Int, taken: Int? = nil) -> String {
    #""Type":"Set","Field":"TimeWorked","OldValue":"\#(old)","NewValue":"\#(new)","TimeTaken":"\#(taken ?? new - old)""#
  }
  private static let create = #""Type":"Create","TimeTaken":"10""#
  private static let reply = #""Type":"Correspond","TimeTaken":"15""#

  @Test(
    arguments: [
      (25, [create, reply], ["20:10", "21:15"]),
      (45, [create, set(10, 45)], ["20:10", "21:35"]),
      (45, [create, set(10, 45, taken: 0)], ["20:10", "21:35"]),
      (5, [create, reply, set(25, 5)], ["20:5"]),
      (20, [create, reply, set(25, 5), reply], ["20:5", "23:15"]),
      (40, [create], ["20:10", "ticket-5:30"]), (4, [create], ["20:4"]), (0, [create], []),
      (-3, [#""Type":"Create""#], []), (0, [#""Type":"Create""#], []),
      (7, [#""Type":"Create","TimeTaken":"-5""#], ["ticket-5:7"]),
    ] as [(Int, [String], [String])])
  func `minutes are booked as they were taken, and their sum is the ticket's`(
    timeWorked: Int, rows: [String], booked: [String]
  ) throws {
    let entries = try entries(timeWorked, rows)
    #expect(entries.map { "\($0.id):\($0.minutes)" } == booked)
    #expect(entries.reduce(0) { $0 + $1.minutes } == max(0, timeWorked))
  }

  @Test func `who has no login is named, and what nobody booked is the owner's`() throws {
    let entries = try entries(40, [Self.create])
    #expect(entries.map(\.note) == ["RT transaction 20, root", "RT ticket 5"])
    #expect(entries.map(\.day) == ["2021-01-05", "2021-02-03"])
    #expect(entries.map(\.person.login) == [nil, "anna"])
  }

  @Test(
    arguments: [
      (
        0, [#""Type":"Create","TimeTaken":"30""#, #""Type":"Correspond","TimeTaken":"-30""#],
        ["Time corrected: 30 min, –30 min"]
      ),
      (-30, [#""Type":"Create""#], ["Time worked: –30 min"]),
      (4, [create], ["Time corrected: 10 min"]), (25, [create, reply], []),
      (5, [create, reply, set(25, 5)], ["Time corrected: 10 min, 15 min, –20 min"]),
    ] as [(Int, [String], [String])])
  func `what no time entry can hold is a line of text`(timeWorked: Int, rows: [String], lines: [String])
    throws
  {
    #expect(try ticket(timeWorked, rows).header.filter { $0.hasPrefix("Time") } == lines)
  }

  @Test(arguments: [
    ("TimeWorked", "Time worked: –30 min"), ("TimeLeft", "Time left: –30 min"),
    ("TimeEstimated", "Time estimated: –30 min"),
  ])
  func `minutes below 0 are lines of text, and the ledger says so`(member: String, line: String) throws {
    for keepsTime in [false, true] {
      var target = TargetTraits(markup: .plain)
      target.keepsTime = keepsTime
      let old = OldTicket(members: #""\#(member)":"-30","#, target: target)
      #expect(try old.converted().header.contains(line))
      var converter = TicketConverter(old.normalizer())
      _ = try converter.convert(old.record(), files: [])
      #expect(converter.ledger.entries["ticket.\(member)"]?.text == 1)
    }
  }

  @Test func `without time entries the sum is a line of text`() throws {
    let ticket = try OldTicket(members: #""TimeWorked":"75","#).converted()
    #expect(ticket.timeEntries.isEmpty && ticket.header.contains("Time worked: 1 h 15 min"))
  }
}
