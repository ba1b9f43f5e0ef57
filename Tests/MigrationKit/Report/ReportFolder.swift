@testable import MigrationKit

/// Files of a migration in the folder of the current test, and the report made of them.
struct ReportFolder {
  let folder = TemporaryFolder.current

  static let hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u{0}\u{202E}"

  func write(_ records: [JSONValue], to path: String) throws {
    try folder.write(records.map { $0.text + "\n" }.joined(), to: "data/\(path)")
  }

  func page() async throws -> String {
    try await Report(folder.data).write()
    return try folder.text("data/report.html") ?? ""
  }

  /// Extracted ticket, as Request Tracker has it.
  static func old(_ id: String, subject: String = "S", queue: String = "Support", state: String = "open")
    -> JSONValue
  {
    [
      "system": "request-tracker", "id": .string(id), "url": .string("https://old.test/?id=\(id)"),
      "data": [
        "ticket": [
          "Queue": ["Name": .string(queue)], "Status": .string(state), "Subject": .string(subject),
          "Created": "2021-01-05T12:27:22Z",
        ]
      ],
    ]
  }

  static func new(
    _ id: String, subject: String = "S", url: String? = nil, texts: [String] = ["Text"],
    files: [(String, Int)] = [],
    created: String = "2021-01-05T12:27:22Z", last: String = "2021-01-05T12:27:22Z"
  ) -> JSONValue {
    let anna = Person(name: "Anna", login: "anna")
    let articles = texts.enumerated().map { position, text in
      Article(
        id: "\(position + 1)", isInternal: false, author: anna, created: last, header: "", text: text,
        attachments: position > 0
          ? []
          : files.map {
            Attachment(id: $0.0, name: $0.0, mediaType: "text/plain", byteCount: $0.1, sha256: "")
          })
    }
    return Ticket(
      id: SourceID(id), url: url ?? "https://old.test/?id=\(id)", queue: "support", type: "Bug", state: "New",
      priority: "Low", subject: subject, author: anna, created: created, articles: articles
    ).json
  }

  static func counts(_ stage: String, _ counts: KeyValuePairs<String, Int>) -> JSONValue {
    ["stage": .string(stage), "counts": .object(counts.map { .init($0.key, .int($0.value)) })]
  }

  static func reject(_ id: String, _ rule: String, _ reason: String, _ hint: String) -> JSONValue {
    Reject(ticket: SourceID(id), rule: rule, reason: reason, hint: hint).json
  }

  func writeExtraction(_ ids: [String], found: Int? = nil) throws {
    try write(ids.map { Self.old($0) }, to: "extracted/tickets.jsonl")
    try write(
      [
        Self.counts(
          "extract", ["found": found ?? ids.count, "tickets": ids.count, "skipped": 0, "failed": 0])
      ], to: "extracted/manifest.json")
  }

  func writeTransformation(_ ids: [String], rejected: Int = 0) throws {
    try write(ids.map { Self.new($0) }, to: "transformed/tickets.jsonl")
    try write(
      [Self.counts("transform", ["in": ids.count + rejected, "out": ids.count, "rejected": rejected])],
      to: "transformed/manifest.json")
  }

  func writeLoad(_ ids: [String], complete: Int? = nil) throws {
    let rows = ids.map { "\($0),https://old.test/?id=\($0),10\($0),https://new.test/10\($0)\n" }
    try folder.write("old_id,old_url,new_id,new_url\n" + rows.joined(), to: "data/loaded/ids.csv")
    try write(
      [Self.counts("load", ["complete": complete ?? ids.count, "rejected": 0])], to: "loaded/manifest.json")
  }

  func writeVerification(_ tickets: Int, unexpected: Int = 0) throws {
    try write(
      [Self.counts("verify", ["tickets": tickets, "unexpected": unexpected])], to: "loaded/verified.json")
  }
}
