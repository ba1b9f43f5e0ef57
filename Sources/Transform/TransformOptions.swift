import MigrationKit

/// What one run of `transform` is to do.
struct TransformOptions: Sendable {
  static let syntax = CommandSyntax(
    "transform", summary: "turns data/extracted into tickets of the new system, in data/transformed",
    words: [
      .init("run", "transform everything (the default)"),
      .init("suggest", "print a mapping to start from: every word of the old system with a guess"),
      .init("census", "prepare for --filter: collect what a ticket needs to know about all others"),
      .init("merge", "combine the output of several --filter runs, read from standard input"),
      .init(
        "--filter", "turn lines of extracted/tickets.jsonl on standard input into tickets on standard output"),
    ],
    options: [
      CommandSyntax.config, CommandSyntax.data,
      .init(
        "output", value: "FILE", "suggest: where to write the mapping; never over an existing file",
        of: ["suggest"]),
      .init(
        "census", value: "FILE", "the output of transform census (data/transformed/census.jsonl)",
        of: ["census", "merge", "--filter"]),
      .init(
        "attachments", value: "FILE", "--filter: the files (data/extracted/attachments.jsonl)",
        of: ["--filter"]),
      .init(
        "parts", value: "FOLDER", "--filter, merge: rejects and ledger (data/transformed/parts)",
        of: ["--filter", "merge", "census"]),
    ],
    notes: """
      Works offline and only from files, so it can be run after every change of the mapping. Tickets that the mapping
      cannot place are written to data/transformed/rejects.jsonl, each with the line that is missing.

      For many processes or machines see docs/scaling.md. A filter ends with 0 when its part is done, even if
      tickets were rejected; merge then ends as a plain run would.
      """)

  enum Action: String, Sendable {
    case run
    case suggest
    case census
    case merge
    /// One part of the tickets, from standard input.
    case filter = "--filter"
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
    action = arguments.word.flatMap(Action.init) ?? .run
    output = arguments.string("output")
    configuration = try Configuration(path: arguments.string("config") ?? "migration.json5")
    data = try arguments.dataFolder()
    census = arguments.string("census") ?? data.transformed.census
    attachments = arguments.string("attachments") ?? data.extracted.attachments
    parts = arguments.string("parts") ?? data.transformed.parts
  }

  /// Refuses a mapping that leads two old fields to one of the target's which takes one value.
  /// - Returns: what to say where nobody has looked at the target's fields yet.
  func checkFields(seen target: TargetVocabulary) throws(StageError) -> [String] {
    let shared = configuration.mapping.sharedFields(besides: target.fieldsForSeveral ?? [])
    guard target.fieldsForSeveral != nil, !shared.isEmpty else {
      return shared.map { "\($0) (load check finds out how many values a field accepts)" }
    }
    throw StageError(shared.joined(separator: "\n"), exitCode: .usage)
  }

  /// Texts whose markup is the old system's own pass as they are, so the new one has to read the same.
  func requireSameMarkup(as target: TargetTraits) throws(StageError) {
    guard let markup = configuration.source.markup, markup != target.markup else { return }
    throw StageError(
      """
      the old system's texts are in \(markup.rawValue) (source.markup) and the new system reads \(target.markup.rawValue); \
      rewriting one as the other is not possible yet. Set the new system's text formatting to \(markup.rawValue), run load \
      check, then transform again
      """, exitCode: .usage)
  }

  /// Every action but `--filter` needs an extraction that has come to its end.
  func requireExtraction() throws(StageError) {
    let input = data.extracted
    guard !Disk.exists(input.manifest) else { return }
    let state =
      Disk.exists(input.tickets)
      ? "is not finished: run extract again to continue" : "does not exist: run extract first"
    throw StageError("\(input.root) \(state)")
  }
}
