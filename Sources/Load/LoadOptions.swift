import MigrationKit

/// What one run of `load` is to do.
struct LoadOptions: Sendable {
  enum Action: String, Sendable {
    case run
    case check
    case verify
  }

  static let syntax = CommandSyntax(
    "load", summary: "brings data/transformed into the new system, each ticket once",
    words: [
      .init("run", "check, then create what is not there yet (the default)"),
      .init("check", "only look whether everything is ready; writes nothing"),
      .init("verify", "read everything back and compare it with data/transformed"),
    ],
    options: [
      CommandSyntax.config, CommandSyntax.data,
      .init("jobs", value: "N", "tickets at once (4)"),
      .init("limit", value: "N", "only the first N tickets, for a trial"),
      .init("only", value: "rejects", "only the tickets in data/loaded/rejects.jsonl, after a fix"),
    ],
    notes: """
      What is done is kept in data/loaded/journal.jsonl, so the same command can be given again after a fix, an
      interruption or a crash: it sends what is missing and nothing twice. Without the journal it finds its tickets
      by the marker field. It stops when 50 tickets in a row, or more than 5 % of them, are refused.
      """)

  let action: Action
  let configuration: Configuration
  let data: DataFolder
  /// Tickets at once; one ticket's steps are never parallel.
  let jobs: Int
  let limit: Int?
  /// Only the tickets that the last run has rejected.
  let onlyRejects: Bool

  init(_ arguments: Arguments) throws {
    action = arguments.word.flatMap(Action.init) ?? .run
    configuration = try Configuration(path: arguments.string("config") ?? "migration.json5")
    data = DataFolder(arguments.string("data") ?? "data")
    jobs = try arguments.count("jobs") ?? 4
    limit = try arguments.count("limit")
    let only = arguments.string("only")
    guard only == nil || only == "rejects" else {
      throw UsageError("--only takes the word rejects, not \"\(only ?? "")\"")
    }
    onlyRejects = only != nil
  }

  /// Every word the target must know: what the mapping can lead to, and what the transformed tickets use.
  func vocabulary() throws -> Vocabulary {
    var vocabulary = Vocabulary(of: configuration.mapping)
    let manifest = data.transformed.manifest
    if Disk.exists(manifest) {
      let line = RecordLine(bytes: try Disk.contents(manifest), path: manifest, number: 1)
      vocabulary.merge(try line.record(as: TransformManifest.self).uses)
    }
    return vocabulary
  }
}

/// What `load` reads of `data/transformed/manifest.json`.
private struct TransformManifest: JSONRecord {
  let uses: Vocabulary

  init(json: JSONNode) throws {
    uses = try Vocabulary(json: json.required("uses") { $0 })
  }

  var json: JSONValue { ["uses": uses.json] }
}
