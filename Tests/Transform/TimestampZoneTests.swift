import Foundation
import MigrationKit
import Testing

@testable import Transform

@Suite struct TimestampZoneTests {
  @Test(arguments: [
    ("Europe/Berlin", "2024-03-30T23:00:00Z", "2024-03-31T00:00:00+01:00", true),
    // The days of 23 and 25 hours.
    ("Europe/Berlin", "2024-03-31T22:00:00Z", "2024-04-01T00:00:00+02:00", true),
    ("Europe/Berlin", "2024-03-31T01:00:00Z", "2024-03-31T03:00:00+02:00", false),
    ("Europe/Berlin", "2024-10-27T00:30:00Z", "2024-10-27T02:30:00+02:00", false),
    ("Europe/Berlin", "2024-10-27T01:30:00Z", "2024-10-27T02:30:00+01:00", false),
    ("Europe/Berlin", "2024-10-27T22:59:59Z", "2024-10-27T23:59:59+01:00", false),
    ("Europe/Berlin", "2024-03-31T00:00:00Z", "2024-03-31T01:00:00+01:00", false),
    ("Europe/London", "2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", true),
    ("Europe/London", "2024-06-30T23:00:00Z", "2024-07-01T00:00:00+01:00", true),
    ("UTC", "2024-06-30T00:00:00Z", "2024-06-30T00:00:00Z", true),
    ("America/New_York", "2024-03-10T05:00:00Z", "2024-03-10T00:00:00-05:00", true),
    ("America/New_York", "2024-07-04T03:59:59Z", "2024-07-03T23:59:59-04:00", false),
    ("Asia/Kolkata", "2024-06-30T18:30:00Z", "2024-07-01T00:00:00+05:30", true),
    ("Asia/Kathmandu", "2024-06-30T18:15:00Z", "2024-07-01T00:00:00+05:45", true),
    ("America/St_Johns", "2024-07-01T02:30:00Z", "2024-07-01T00:00:00-02:30", true),
    ("Pacific/Chatham", "2024-01-01T10:15:00Z", "2024-01-02T00:00:00+13:45", true),
    ("Pacific/Kiritimati", "2024-01-01T10:00:00Z", "2024-01-02T00:00:00+14:00", true),
    // Days that begin at 01:00.
    ("America/Sao_Paulo", "2018-11-04T03:00:00Z", "2018-11-04T01:00:00-02:00", true),
    ("America/Sao_Paulo", "2018-11-04T02:59:59Z", "2018-11-03T23:59:59-03:00", false),
    ("America/Sao_Paulo", "2018-11-05T03:00:00Z", "2018-11-05T01:00:00-02:00", false),
    ("Asia/Beirut", "2022-03-26T22:00:00Z", "2022-03-27T01:00:00+03:00", true),
    // A day that was left out.
    ("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T23:59:59-10:00", false),
    ("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31T00:00:00+14:00", true),
    // Offsets of before, and rules of later.
    ("Europe/Moscow", "2012-07-01T20:00:00Z", "2012-07-02T00:00:00+04:00", true),
    ("Europe/Moscow", "2024-07-01T21:00:00Z", "2024-07-02T00:00:00+03:00", true),
    ("Africa/Monrovia", "1971-01-01T00:44:00Z", "1971-01-01T00:00:00-00:44", true),
    ("Europe/Berlin", "1969-12-31T23:30:00Z", "1970-01-01T00:30:00+01:00", false),
    ("Europe/Berlin", "2099-06-30T22:00:00Z", "2099-07-01T00:00:00+02:00", true),
    ("Europe/Berlin", "9999-12-31T23:30:00Z", "9999-12-31T23:30:00Z", false),
    ("Europe/Berlin", "2024-02-28T23:30:00.25Z", "2024-02-29T00:30:00+01:00", false),
  ])
  func `a moment is what the clocks of its zone showed`(
    zone: String, moment: String, shown: String, beginsDay: Bool
  ) throws {
    let zone = try #require(TimeZone(identifier: zone))
    let local = try #require(Timestamp(moment)).inZone(zone)
    #expect(local.text == shown && local.isMidnight == beginsDay)
  }

  @Test func `without a zone it stays as it was`() throws {
    let time = try #require(Timestamp("2021-01-05T12:27:22Z"))
    #expect(time.inZone(nil) == time && time.readable == "2021-01-05 12:27 UTC")
    #expect(time.inZone(TimeZone(identifier: "Asia/Tokyo")).readable == "2021-01-05 21:27 +09:00")
  }

  /// Foundation's own calendar agrees, on the days on which clocks change and on all others.
  @Test(arguments: [
    "Europe/Berlin", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe",
  ])
  func `days agree with a calendar`(name: String) throws {
    let zone = try #require(TimeZone(identifier: name))
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    for seconds in stride(from: 0, to: 2_000_000_000, by: 7_654_321) {
      let date = Date(timeIntervalSince1970: Double(seconds))
      let parts = calendar.dateComponents([.year, .month, .day, .hour, .minute], from: date)
      let local = try #require(Timestamp(date.formatted(.iso8601))).inZone(zone)
      let numbers = local.text.split { !$0.isNumber }.prefix(5).map { Int($0) }
      #expect(numbers == [parts.year, parts.month, parts.day, parts.hour, parts.minute], "\(local.text)")
    }
  }
}

@Suite struct ZonedTicketTests {
  @Test func `days are those of the old system's people`() throws {
    var target = TargetTraits(markup: .plain)
    target.keepsTime = true
    let fields =
      #""CustomFields":[{"id":"1","name":"Call","values":["2024-03-30T23:00:00Z","2024-03-30"]},{"id":"2","name":"Told","values":["2024-06-30T22:00:00Z"]}],"#
    let ticket = try OldTicket(
      members:
        #""Starts":"2024-02-29T23:00:00Z","Due":"2024-03-30T23:00:00Z","TimeWorked":"5","Resolved":"2024-07-01T22:30:00Z","#
        + fields,
      transactions: [
        #"{"id":"20","Type":"Create","ObjectId":"5","TimeTaken":"5","Created":"2024-06-30T22:30:00Z"}"#,
        #"{"id":"21","Type":"Set","Field":"Due","OldValue":"1970-01-01 00:00:00","NewValue":"2024-03-30 23:00:00","ObjectId":"5"}"#,
      ], target: target, zone: "Europe/Berlin"
    ).converted(MappingConfiguration(fields: ["Call": .field("Call"), "Told": .text], history: .summary))
    #expect(ticket.startDate == "2024-03-01" && ticket.dueDate == "2024-03-31")
    #expect(!ticket.header.contains { $0.hasPrefix("Due") || $0.hasPrefix("Starts") })
    #expect(ticket.header.contains("Resolved: 2024-07-02 00:30 +02:00"))
    #expect(ticket.timeEntries.map(\.day) == ["2024-07-01"])
    #expect(ticket.fields.map(\.values) == [["2024-03-31T00:00:00+01:00", "2024-03-30"]])
    #expect(ticket.header.contains("Told: 2024-07-01T00:00:00+02:00"))
    #expect(ticket.created == "2021-01-05T13:27:22+01:00")
    #expect(ticket.articles[0].created == "2024-07-01T00:30:00+02:00")
    #expect(ticket.articles[0].header == "2024-07-01 00:30 +02:00, RT transaction 20")
    #expect(ticket.articles[1].text.hasSuffix("Due: + 2024-03-31 00:00 +01:00"), "\(ticket.articles[1].text)")
  }

  @Test func `a due time that is no midnight there is told`() throws {
    let ticket = try OldTicket(members: #""Due":"2024-03-31T00:00:00Z","#, zone: "Europe/Berlin").converted()
    #expect(ticket.dueDate == "2024-03-31" && ticket.header.contains("Due: 2024-03-31 01:00 +01:00"))
  }

  @Test func `an entry without a date has that of the one before, and says so`() throws {
    let ticket = try OldTicket(transactions: [
      #"{"id":"20","Type":"Create","ObjectId":"5","Created":"2024-06-30T22:30:00Z"}"#,
      #"{"id":"21","Type":"Correspond","ObjectId":"5","Created":"1970-01-01T00:00:00Z"}"#,
      #"{"id":"22","Type":"Comment","ObjectId":"5","Created":null}"#,
    ]).converted()
    #expect(ticket.articles.map(\.created) == Array(repeating: "2024-06-30T22:30:00Z", count: 3))
    #expect(ticket.articles[1].header == "2024-06-30 22:30 UTC, no date in RT, RT transaction 21")
    #expect(ticket.articles[0].header == "2024-06-30 22:30 UTC, RT transaction 20")
  }

  @Test func `an undated creation has the ticket's date, an undated ticket that of its history`() throws {
    let entry = #"{"id":"20","Type":"Create","ObjectId":"5","Created":"1970-01-01T00:00:00Z"}"#
    #expect(try OldTicket(transactions: [entry]).converted().articles[0].created == "2021-01-05T12:27:22Z")
    let ticket = try OldTicket(members: #""Created":"1970-01-01T00:00:00Z","#).converted()
    #expect(ticket.created == "2021-01-05T12:27:22Z")
    #expect(ticket.header.contains("Created: 2021-01-05 12:27 UTC, no date in RT"))
    let timeless = OldTicket(members: #""Created":"1970-01-01T00:00:00Z","#, transactions: [entry])
    #expect(throws: MalformedRecord.self) { try timeless.converted() }
  }
}

@Suite struct DayHintTests {
  private func warning(_ moments: [String]) -> String? {
    var hint = DayHint()
    for moment in moments.compactMap({ Timestamp($0) }) { hint.count(moment) }
    return hint.warning
  }

  @Test(arguments: [
    (["2024-01-01T23:00:00Z", "2024-07-01T22:00:00Z", "2024-07-02T22:00:00Z"], "UTC+02:00 or UTC+01:00"),
    (["2024-01-01T23:00:00Z"], "UTC+01:00"),
    (["2024-01-01T05:00:00Z", "2024-07-01T04:00:00Z"], "UTC−04:00 or UTC−05:00"),
    (["2024-01-01T18:30:00Z", "2024-07-01T18:30:00Z"], "UTC+05:30"),
    (["2024-01-01T00:00:00Z", "2024-07-01T23:00:00Z", "2024-02-01T00:00:00Z"], "UTC+01:00"),
  ])
  func `where most days begin at another hour it is said`(moments: [String], offsets: String) throws {
    let said = warning(moments)
    let text = try #require(said)
    #expect(text.contains("midnight at \(offsets)") && text.contains("source.timeZone"), "\(text)")
  }

  @Test(arguments: [
    [], ["2024-01-01T00:00:00Z"], ["2024-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-01-01T09:13:00Z"],
    ["2024-01-01T08:11:00Z", "2024-01-01T11:02:00Z"],
    ["2024-01-01T08:00:00Z", "2024-01-01T11:00:00Z", "2024-01-01T15:00:00Z", "2024-01-01T17:30:00Z"],
  ])
  func `elsewhere nothing is said`(moments: [String]) {
    #expect(warning(moments) == nil)
  }
}
