import MigrationKit

/// What one run of `extract` is to do, from the command line and the configuration.
struct ExtractOptions: Sendable {
  static let syntax = CommandSyntax(
    "extract", summary: "pulls tickets, people and attachments out of the old system into data/extracted",
    options: [
      CommandSyntax.config, CommandSyntax.data,
      .init("queue", value: "NAME", "only this queue; may be given several times", isRepeatable: true),
      .init("limit", value: "N", "only the first N tickets, for a trial"),
      CommandSyntax.stats, PaceOptions.jobs, PaceOptions.budget, PaceOptions.finishBy,
    ],
    notes: """
      Nothing is changed in the old system. After an interruption, a crash or a fault, the same command continues
      where it stopped. After exit code 3 it retries what is in data/extracted/rejects.jsonl, and only that.
      To start over, delete data/extracted.
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
    data = try arguments.dataFolder(mayBeNew: true)
    let named = arguments.strings("queue")
    queues = named.isEmpty ? configuration.source.queues : named
    limit = try arguments.count("limit")
    pace = try PaceOptions(arguments)
    wantsStatistics = arguments.has("stats")
  }
}
