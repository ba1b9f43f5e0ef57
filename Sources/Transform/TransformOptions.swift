import MigrationKit

/// What one run of `transform` is to do.
struct TransformOptions: Sendable {
  static let syntax = CommandSyntax(
    "transform", summary: "turns data/extracted into tickets of the new system, in data/transformed",
    words: [
      .init("run", "transform everything (the default)"),
      .init("suggest", "print a mapping to start from: every word of the old system with a guess"),
      .init("census", "prepare for --filter: note what a ticket needs to know of all others"),
      .init("merge", "end what filters began: reads their tickets in order on standard input"),
    ],
    options: [
      CommandSyntax.config, CommandSyntax.data,
      .init("output", value: "FILE", "where suggest writes its mapping; never over a file that is there"),
      .init(
        "filter", "turn lines of extracted/tickets.jsonl on standard input into tickets on standard output"),
      .init("census", value: "FILE", "what transform census has noted (data/transformed/census.jsonl)"),
      .init("attachments", value: "FILE", "for --filter: the files (data/extracted/attachments.jsonl)"),
      .init("parts", value: "FOLDER", "for --filter, merge: rejects and ledger (data/transformed/parts)"),
    ],
    notes: """
      Works offline and only from files, so it can be run after every change of the mapping. Tickets that the mapping
      cannot place are written to data/transformed/rejects.jsonl, each with the line that is missing.

      Many processes or machines at once: docs/scaling.md. A filter ends with 0 when its part is done, also where
      tickets were rejected; merge then ends as a plain run would.
      """)

  enum Action: String, Sendable {
    case run
    case suggest
    case census
    case merge
    /// One part of the tickets, from standard input.
    case filter
  }

  let action: Action
  let configuration: Configuration
  let data: DataFolder
  /// Where the suggested mapping goes; nil: to the terminal.
  let output: String?
  let census: String
  let attachments: String
  /// The folder of the parts' accounts.
  let parts: String

  init(_ arguments: Arguments) throws {
    let word = arguments.word.flatMap(Action.init) ?? .run
    guard !arguments.has("filter") || word == .run else {
      throw UsageError("--filter takes no word: transform --filter < data/extracted/tickets.jsonl")
    }
    action = arguments.has("filter") ? .filter : word
    output = arguments.string("output")
    guard output == nil || action == .suggest else {
      throw UsageError("--output is for transform suggest only")
    }
    configuration = try Configuration(path: arguments.string("config") ?? "migration.json5")
    data = DataFolder(arguments.string("data") ?? "data")
    census = arguments.string("census") ?? data.transformed.census
    attachments = arguments.string("attachments") ?? data.extracted.attachments
    parts = arguments.string("parts") ?? data.transformed.parts
  }

  /// Every action but `--filter` needs an extraction that has come to its end.
  func requireExtraction() throws(StageError) {
    let input = data.extracted
    guard !Disk.exists(input.manifest) else { return }
    let state =
      Disk.exists(input.tickets)
      ? "is not finished; run extract again, it goes on" : "is not there; run extract first"
    throw StageError("\(input.root) \(state)")
  }
}
