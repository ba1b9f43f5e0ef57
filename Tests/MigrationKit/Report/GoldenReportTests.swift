import Foundation
import Testing

@testable import MigrationKit

/// The whole page of a small migration. `make record` writes it again.
@Suite(.temporaryFolder) struct GoldenReportTests {
  private static func fixture(_ name: String, file: String = #filePath) -> URL {
    URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Fixtures/Report/\(name)")
  }

  @Test func `the page of a small migration is as recorded`() async throws {
    let files = ReportFolder()
    for path in try FileManager.default.subpathsOfDirectory(atPath: Self.fixture("data").path)
    where path.contains(".") {
      let text = try String(contentsOf: Self.fixture("data/\(path)"), encoding: .utf8)
      try files.folder.write(text, to: "data/\(path)")
    }
    let page = try await files.page()
    if ProcessInfo.processInfo.environment["TICKETFERRY_RECORD"] != nil {
      try page.write(to: Self.fixture("report.expected.html"), atomically: true, encoding: .utf8)
    }
    let expected = try String(contentsOf: Self.fixture("report.expected.html"), encoding: .utf8)
    for (line, wanted) in zip(page.split(separator: "\n"), expected.split(separator: "\n")) {
      #expect(line == wanted)
    }
    #expect(page == expected)
  }
}
