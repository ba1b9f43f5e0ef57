import MigrationKit

/// What one run of `extract` is to do, from the command line and the configuration.
struct ExtractOptions: Sendable {
  static let syntax = CommandSyntax(
    "extract", summary: "pulls tickets, people and attachments out of the old system into data/extracted",
    options: [
      CommandSyntax.config, CommandSyntax.data,
      .init("queue", value: "NAME", "only this queue; may be given several times", isRepeatable: true),
      .init("limit", value: "N", "only the first N tickets, for a trial"),
      CommandSyntax.stats,
    ] + PaceOptions.syntax,
    notes: """
      Nothing is changed in the old system. Interrupted, killed or stopped by a fault, the same command goes on
      where it was. After an end with 3 it tries again what is in data/extracted/rejects.jsonl, and only that.
      To begin anew, delete data/extracted.
      """)

  let configuration: Configuration
  let data: DataFolder
  /// Empty: all that the login sees.
  let queues: [String]
  let limit: Int?
  let pace: PaceOptions
  let wantsStatistics: Bool
  /// Requests at once at most, of all kinds together.
  var jobs: Int { pace.jobs }
  var limits: LimitsFile { LimitsFile(data.limits(of: "extract"), url: configuration.source.server.url) }

  init(_ arguments: Arguments) throws {
    configuration = try Configuration(path: arguments.string("config") ?? "migration.json5")
    data = DataFolder(arguments.string("data") ?? "data")
    let named = arguments.strings("queue")
    queues = named.isEmpty ? configuration.source.queues : named
    limit = try arguments.count("limit")
    pace = try PaceOptions(arguments)
    wantsStatistics = arguments.has("stats")
  }
}
