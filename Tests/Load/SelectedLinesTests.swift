import MigrationKit
import Testing

@testable import Load

@Suite(.temporaryFolder) struct SelectedLinesTests {
  private let folder = TemporaryFolder.current

  private func line(_ text: String) -> RecordLine {
    RecordLine(bytes: Array(text.utf8), path: "a", number: 1)
  }

  @Test func `a selection is handed out in order, up to its limit`() throws {
    let tickets = (1...9).map { LoadingFixtures.ticket("\($0)").json.text + "\n\n" }
    let path = try folder.write(tickets.joined(), to: "tickets.jsonl")
    let wanted = Set([2, 3, 5, 8].map { SourceID<Ticket>("\($0)") })
    var lines = try SelectedLines(path, TicketSelection(limit: 3, only: wanted))
    var ids: [String] = []
    while let line = try lines.next() { ids.append(try line.record(as: Ticket.self).id.text) }
    #expect(ids == ["2", "3", "5"])
  }

  @Test(arguments: [
    ("no mention", false), ("\u{27E6}image 5|a\u{27E7}", false), ("[ticket 5|a]", false),
    ("x\u{27E6}ticket 5|a\u{27E7}", true),
  ])
  func `a line shows whether it speaks of tickets`(text: String, isExpected: Bool) {
    var ticket = LoadingFixtures.ticket("1")
    ticket.articles[0].text = text
    #expect(line(ticket.json.text).speaksOfTickets == isExpected)
  }

  @Test func `a line that knows ASCII only shows it too`() {
    #expect(line(#"{"text":"see \u27e6ticket 5|a\u27e7"}"#).speaksOfTickets)
  }

  /// What someone wrote about links, or wrote otherwise than `transform`, is looked at more closely.
  @Test func `a line shows whether it may have links`() {
    var ticket = LoadingFixtures.ticket("1")
    ticket.articles[0].text = #""links":[] is what it says"#
    #expect(!line(ticket.json.text).mayHaveLinks)
    ticket.links = [LoadingFixtures.blocks("2")]
    #expect(line(ticket.json.text).mayHaveLinks)
    #expect(line(#"{"links": [ ]}"#).mayHaveLinks)
  }
}
