import Testing

@testable import MigrationKit
@testable import Transform

/// An extraction of plain tickets that a test writes and then breaks.
struct ExtractedFolder {
  let folder = TemporaryFolder.current
  var tickets: [String] = []
  var attachments: [String] = []
  var people = [#"{"system":"request-tracker","id":"root","data":{"user":{"RealName":"Root"}}}"#]

  /// - Parameter files: how many files it has.
  mutating func add(_ id: Int, status: String = "new", files: Int = 0, padding: Int = 0) {
    let rows = (0..<files).map {
      #"{"id":"\#(id)\#($0)","TransactionId":"\#(id)","ContentType":"image/png"}"#
    }
    tickets.append(
      #"{"system":"request-tracker","id":"\#(id)","url":"https://rt.test/\#(id)","data":{"ticket":{"#
        + #""SLA":"\#(String(repeating: "x", count: padding))","Queue":{"Name":"Support"},"Type":"ticket","#
        + #""Status":"\#(status)","Priority":"0","Subject":"S\#(id)","Creator":{"id":"root"},"#
        + #""Created":"2021-01-05T12:27:22Z"},"merged":[],"transactions":[{"id":"\#(id)","Type":"Create","#
        + #""ObjectId":"\#(id)","Creator":{"id":"root"},"Created":"2021-01-05T12:27:22Z"}],"#
        + #""attachments":[\#(rows.joined(separator: ","))],"contents":[]}}"#)
    for number in 0..<files { attachments.append(Self.attachment(of: id, "\(id)\(number)")) }
  }

  static func attachment(
    of ticket: Int, _ id: String, sha256: String = String(repeating: "ab", count: 32)
  ) -> String {
    ExtractedAttachment(
      ticket: SourceID("\(ticket)"), id: id, name: "\(id).png", mediaType: "image/png", byteCount: 1,
      sha256: sha256
    ).json.text
  }

  func write(finished: Bool = true) throws {
    let files = [("tickets", tickets), ("attachments", attachments), ("people", people)]
    for (name, lines) in files {
      try folder.write(lines.map { $0 + "\n" }.joined(), to: "data/extracted/\(name).jsonl")
    }
    if finished { try folder.write("{}", to: "data/extracted/manifest.json") }
  }

  func transform(interruption: Interruption = Interruption()) async throws -> ExitCode {
    if try folder.text("migration.json5") == nil {
      // Only two states have a mapping here.
      let text = ConfigurationExample.text.replacing(
        ##/states:.*/##, with: "states: { new: \"New\", open: \"In Progress\" },")
      try folder.write(text, to: "migration.json5")
    }
    let options = try TransformOptions(Arguments(folder.words(data: "data"), TransformOptions.syntax))
    return try await Transformation(
      options: options, console: Console(name: "test"), interruption: interruption
    ).run()
  }

  /// The ids in a file of `data/transformed`.
  func transformed(_ name: String = "tickets", key: String = "id") throws -> [String] {
    let text = try #require(try folder.text("data/transformed/\(name).jsonl"))
    return try text.split(separator: "\n").map { try JSONDocument(String($0)).root.string(key) }
  }
}
