import Foundation
import Testing

@testable import Sandbox

extension EndToEndTests {
  @Suite(.serialized) struct Reporting {
    @Test func `every stage rewrites the report, however it ends, and keeps its own exit code`() async throws
    {
      try await Rehearsal.perform { rehearsal in
        let obstacle = rehearsal.data.appending(path: "report.html.partial")
        try FileManager.default.createDirectory(at: obstacle, withIntermediateDirectories: true)
        expect(
          try await rehearsal.extract(), exits: 0, saying: "Extracted 57 tickets",
          "data/report.html was not rewritten")
        try FileManager.default.removeItem(at: obstacle)

        try rehearsal.configure((old: "stalled: \"Feedback\", ", new: ""))
        expect(try await rehearsal.transform(), exits: 3)
        #expect(try rehearsal.text("report.html").contains("4 tickets were rejected by transform"))

        try rehearsal.configure()
        expect(try await rehearsal.transform(), exits: 0)
        #expect(
          try rehearsal.text("report.html").contains("<h1>Transformed, not loaded yet</h1>"))
        expect(try await rehearsal.load("check"), exits: 0)
        expect(try await rehearsal.load("--limit", "5"), exits: 0)
        #expect(try rehearsal.text("report.html").contains("1 count does not match"))
        expect(try await rehearsal.load(), exits: 0)
        expect(try await rehearsal.load("verify"), exits: 0)
        #expect(
          try rehearsal.text("report.html").contains("<h1>All 57 tickets arrived and were read back</h1>"))

        // A fault: nothing is lost of what the page knew.
        try rehearsal.remove("transformed/manifest.json")
        expect(try await rehearsal.load(), exits: 1, saying: "run transform again")
        #expect(try rehearsal.text("report.html").contains("57"))
      }
    }

    @Test func `old numbers, merged ones too, lead to the addresses that ids.csv has`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.load(), exits: 0)
        let rows = try rehearsal.text("loaded/ids.csv").split(separator: "\n").dropFirst()
          .map { $0.split(separator: ",") }
        let lines = try rehearsal.text("loaded/redirects.apache").split(separator: "\n")
          .filter { !$0.hasPrefix("#") }
        #expect(rows.count == 57 && lines.count == 60)
        #expect(rows.map { "\($0[0]) \($0[3])" } == lines.prefix(57).map(String.init))
        #expect(Set(lines.map { $0.split(separator: " ")[1] }) == Set(rows.map { $0[3] }))
      }
    }
  }
}
