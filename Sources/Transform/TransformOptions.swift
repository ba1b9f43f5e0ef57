import MigrationKit

/// What one run of `transform` is to do.
struct TransformOptions: Sendable {
  static let syntax = CommandSyntax(
    "transform", summary: "turns data/extracted into tickets of the new system, in data/transformed",
    options: [CommandSyntax.config, CommandSyntax.data],
    notes: """
      Works offline and only from files, so it can be run after every change of the mapping. Tickets that the mapping
      cannot place are written to data/transformed/rejects.jsonl, each with the line that is missing.
      """)

  let configuration: Configuration
  let data: DataFolder

  init(_ arguments: Arguments) throws {
    configuration = try Configuration(path: arguments.string("config") ?? "migration.json5")
    data = DataFolder(arguments.string("data") ?? "data")
  }
}
