import MigrationKit

/// What one run of `transform` is to do.
struct TransformOptions: Sendable {
  static let syntax = CommandSyntax(
    "transform", summary: "turns data/extracted into tickets of the new system, in data/transformed",
    words: [
      .init("run", "transform everything (the default)"),
      .init("suggest", "print a mapping to start from: every word of the old system with a guess"),
    ],
    options: [
      CommandSyntax.config, CommandSyntax.data,
      .init("output", value: "FILE", "where suggest writes its mapping; never over a file that is there"),
    ],
    notes: """
      Works offline and only from files, so it can be run after every change of the mapping. Tickets that the mapping
      cannot place are written to data/transformed/rejects.jsonl, each with the line that is missing.
      """)

  enum Action: String, Sendable {
    case run
    case suggest
  }

  let action: Action
  let configuration: Configuration
  let data: DataFolder
  /// Where the suggested mapping goes; nil: to the terminal.
  let output: String?

  init(_ arguments: Arguments) throws {
    action = arguments.word.flatMap(Action.init) ?? .run
    output = arguments.string("output")
    guard output == nil || action == .suggest else {
      throw UsageError("--output is for transform suggest only")
    }
    configuration = try Configuration(path: arguments.string("config") ?? "migration.json5")
    data = DataFolder(arguments.string("data") ?? "data")
  }

  /// Every action needs an extraction that has come to its end.
  func requireExtraction() throws(StageError) {
    let input = data.extracted
    guard !Disk.exists(input.manifest) else { return }
    let state =
      Disk.exists(input.tickets)
      ? "is not finished; run extract again, it goes on" : "is not there; run extract first"
    throw StageError("\(input.root) \(state)")
  }
}
