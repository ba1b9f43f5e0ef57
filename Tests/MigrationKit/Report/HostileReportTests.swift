import Foundation
import Testing

@testable import MigrationKit

/// Whatever a ticket holds, the page stays the page.
@Suite(.temporaryFolder) struct HostileReportTests {
  private let files = ReportFolder()
  private let hostile = ReportFolder.hostile

  /// A folder in which every value that can be is hostile.
  private func write() throws {
    let urls = [
      "javascript:alert(1)", "https://old.test/\"><script>alert(1)</script>", "https://old.test/<!--",
    ]
    try files.write(
      (1...3).map { ReportFolder.old("\($0)", subject: hostile, queue: hostile, state: hostile) },
      to: "extracted/tickets.jsonl")
    try files.write(
      urls.enumerated().map {
        ReportFolder.new("\($0 + 1)", subject: hostile, url: $1, files: [(hostile, 7)], created: hostile)
      } + [ReportFolder.new(hostile, subject: "<!--<script>")], to: "transformed/tickets.jsonl")
    let names: [JSONValue] = [["name": .string(hostile), "tickets": 3], ["path": .string(hostile)]]
    try files.write(names, to: "transformed/people.jsonl")
    try files.write(
      [["path": .string(hostile), "dropped": 3, "reason": .string(hostile)]], to: "transformed/ledger.jsonl")
    let reject = ReportFolder.reject(hostile, hostile, hostile, hostile)
    for stage in ["extracted", "transformed", "loaded"] {
      try files.write([reject], to: "\(stage)/rejects.jsonl")
    }
    try files.write(
      [["ticket": .string(hostile), "reason": .string(hostile)]], to: "extracted/skipped.jsonl")
    try files.write(
      [["ticket": .string(hostile), "reason": .string(hostile)]], to: "extracted/changed.jsonl")
    let request: JSONValue = ["url": "javascript:alert(1)"]
    try files.write(
      [["product": .string(hostile), "request": request, "counts": ["tickets": 3]]],
      to: "extracted/manifest.json")
    try files.write(
      [["product": .string(hostile), "target": .string(hostile), "counts": ["complete": 3]]],
      to: "loaded/manifest.json")
    let difference: JSONValue = [
      "ticket": .string(hostile), "what": .string(hostile), "expected": .string(hostile),
      "found": .string(hostile), "class": "changed",
      "reason": .string(hostile),
    ]
    let loss: JSONValue = [
      "what": .string(hostile), "becomes": .string(hostile), "because": .string(hostile), "count": 1,
    ]
    try files.write(
      [["losses": [loss], "mails": ["counted": .string(hostile)]]], to: "loaded/plan.json")
    try files.write([difference], to: "loaded/verification.jsonl")
    let quoted = "\"\(hostile.replacing("\"", with: "\"\""))\""
    try files.folder.write(
      "old_id,old_url,new_id,new_url\n1,x,\(quoted),javascript:alert(1)\n2,x,\(quoted),\(quoted)\n",
      to: "data/loaded/ids.csv")
  }

  @Test func `nothing of a ticket becomes markup, script or address`() async throws {
    try write()
    let page = try await files.page()
    #expect(page.matches(of: ##/<script[ >]/##).count == 2)
    #expect(page.matches(of: ##/<\/script>/##).count == 2)
    #expect(page.contains("alert(1)") && page.contains("&lt;img src=x"))
    #expect(
      !page.contains("<img") && !page.contains("<!--") && !page.contains("\u{0}")
        && !page.contains("\u{202E}"))
    for address in page.matches(of: ##/href="([^"]*)"/##) {
      #expect(address.1.hasPrefix("#") || address.1.hasPrefix("http"), "\(address.1)")
    }
    // Every element is one that the page itself makes.
    let known = [
      "!DOCTYPE", "html", "head", "meta", "title", "style", "script", "body", "header", "main", "section",
      "article", "h1", "h2", "h3", "p", "a", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td",
      "span", "bdi",
      "br", "div", "dl", "dt", "dd", "code", "svg", "rect", "label", "input", "button", "noscript", "figure",
      "details",
      "summary", "strong",
    ]
    let body = String(page.split(separator: "<body>").last ?? "")
    for element in body.matches(of: ##/<\/?([^\s\/>]+)/##) {
      #expect(known.contains(String(element.1)), "\(element.1)")
    }
  }

  @Test func `the tickets in the page are data that reads back as what they were`() async throws {
    try write()
    let data = try await data(in: files.page())
    let rows = try data.list("rows") { $0 }
    #expect(rows.count == 4)
    #expect(rows[1].elements[2].string == printable(hostile))
    // Ticket 1 has no address that a browser should follow, at neither end.
    #expect(rows[0].elements[4].isNull && rows[0].elements[5].isNull)
    #expect(try data.string("old") == "" && data.string("new") == "")
  }

  @Test func `only the page's own style and script are allowed, by their hashes`() async throws {
    let page = try await files.page()
    let style = try #require(page.firstMatch(of: ##/(?s)<style>(.*?)<\/style>/##))
    let script = try #require(page.firstMatch(of: ##/(?s)<script>(.*?)<\/script>/##))
    let policy = try #require(page.firstMatch(of: ##/Content-Security-Policy" content="([^"]*)"/##)).1
    #expect(policy.hasPrefix("default-src &#39;none&#39;; ") || policy.hasPrefix("default-src 'none'; "))
    for text in [style.1, script.1] {
      let bytes = SHA256.hex(of: Array(text.utf8)).bytesOfHex()
      #expect(policy.contains("sha256-" + Data(bytes).base64EncodedString()), "\(policy)")
    }
    #expect(!policy.contains("unsafe") && !page.contains(" style=\"") && !page.contains(" onclick"))
    #expect(!script.1.contains("innerHTML") && !script.1.contains("eval("))
  }

  @Test func `addresses are written once where they differ only in the number`() async throws {
    try files.writeTransformation(["8", "9", "10"])
    try files.writeLoad(["8", "10"])
    let data = try await data(in: files.page())
    #expect(try data.string("old") == "https://old.test/?id=" && data.string("new") == "https://new.test/")
    let rows = try data.list("rows") { $0 }
    #expect(
      rows.map { $0.elements.compactMap(\.string) } == [
        ["8", "108", "S"], ["9", "", "S"], ["10", "1010", "S"],
      ])
    #expect(rows.allSatisfy { $0.elements.count == 4 })
  }

  private func data(in page: String) throws -> JSONNode {
    let match = try #require(page.firstMatch(of: ##/(?s)id="data">\n?(.*?)<\/script>/##))
    return try JSONDocument(String(match.1)).root
  }
}

extension String {
  /// The bytes of hexadecimal digits.
  fileprivate func bytesOfHex() -> [UInt8] {
    let digits = Array(self)
    return stride(from: 0, to: digits.count, by: 2).compactMap {
      UInt8(String(digits[$0...$0 + 1]), radix: 16)
    }
  }
}
