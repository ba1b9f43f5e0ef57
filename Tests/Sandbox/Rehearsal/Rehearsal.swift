import Foundation
import MigrationKit

/// A migration against imitations of both systems: servers, a folder with `migration.json5`, the three programs.
package final class Rehearsal: Sendable {
  package static let token = "1-14-rehearsal+token/5a11db0c=="
  package static let key = "rehearsal/key+5a11db0c5a11db0c5a11db0c=="

  package let folder: URL
  package let source: Tripwire
  package let target: Tripwire
  package let sourceFaults: FaultInjection
  package let targetFaults: FaultInjection
  package let redmine: RedmineImitation
  private let sourceServer: WebServer
  private let targetServer: WebServer

  /// Starts the servers and writes the configuration. `end` stops and removes everything.
  /// - Parameter links: what Redmine takes of links between projects.
  package init(links: RedmineLinkSettings = .everywhere) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "rehearsal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    redmine = RedmineImitation(apiKey: Self.key, links: links)
    sourceFaults = FaultInjection(RequestTrackerImitation(token: Self.token))
    targetFaults = FaultInjection(redmine)
    source = Tripwire(sourceFaults)
    target = Tripwire(targetFaults)
    sourceServer = try WebServer(application: source)
    targetServer = try WebServer(application: target)
    try configure()
  }

  package func end() throws {
    sourceServer.stop()
    targetServer.stop()
    try FileManager.default.removeItem(at: folder)
  }

  /// A test's work in a rehearsal of its own.
  package static func perform(
    links: RedmineLinkSettings = .everywhere, _ work: (Rehearsal) async throws -> Void
  ) async throws {
    let rehearsal = try Rehearsal(links: links)
    do {
      try await work(rehearsal)
    } catch {
      try rehearsal.end()
      throw error
    }
    try rehearsal.end()
  }

  package var sourceURL: String { "http://127.0.0.1:\(sourceServer.port)" }
  package var targetURL: String { "http://127.0.0.1:\(targetServer.port)" }
  package var data: URL { folder.appending(path: "data") }
  package var books: RedmineBooks { redmine.books() }

  /// Changes what an administrator of the target has set up.
  package func setUp(_ change: @Sendable (inout RedmineSetup) -> Void) { redmine.setUp(change) }

  // MARK: Configuration

  /// Writes `migration.json5` again, with some of its text replaced.
  package func configure(_ changes: (old: String, new: String)...) throws { try configure(changes) }

  package func configure(_ changes: [(old: String, new: String)]) throws {
    let text = changes.reduce(configuration) { $0.replacing($1.old, with: $1.new) }
    try Data(text.utf8).write(to: folder.appending(path: "migration.json5"))
  }

  /// Both queues become one project: relations across projects are a setting of Redmine's, off at first.
  private var configuration: String {
    """
    {
      source: { system: "request-tracker", url: "\(sourceURL)", token: "env:RT_TOKEN", otherURLs: ["http://rt.example.test"] },
      target: { system: "redmine", url: "\(targetURL)", token: "env:REDMINE_KEY", marker: "RT ticket", markup: "markdown", settle: 1, activity: "Development" },
      mapping: {
        queues: { "*": "support" },
        types: { "*": "Support" },
        states: { new: "New", open: "In Progress", stalled: "Feedback", resolved: "Closed", rejected: "Rejected" },
        priorities: { "0..29": "Low", "30..69": "Normal", "70..100": "High" },
        people: { "anna@staff.example.test": "anna", "boris@staff.example.test": "boris", "*": "text" },
        fields: {
          "Kundennummer": "Kundennummer", "Promised on": "Promised on", "Affected versions": "Affected versions",
          "Category": "text", "Called at": "text", "Root cause": "text", "Screenshot": "text",
        },
      },
    }
    """
  }

  // MARK: Programs

  package func program(_ name: String, token: String = token, key: String = key) -> Program {
    Program(name: name, folder: folder, environment: ["RT_TOKEN": token, "REDMINE_KEY": key])
  }

  package func extract(_ arguments: String...) async throws -> ProgramResult {
    try await program("extract").run(arguments)
  }

  package func transform(_ arguments: String...) async throws -> ProgramResult {
    try await program("transform").run(arguments)
  }

  package func load(_ arguments: String...) async throws -> ProgramResult {
    try await program("load").run(arguments)
  }

  // MARK: Files

  package func contents(of path: String) throws -> FolderContents {
    try FolderContents(of: data.appending(path: path))
  }

  /// The text of a file below `data`.
  package func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: data.appending(path: path)), as: UTF8.self)
  }

  package func write(_ text: String, to path: String) throws {
    try Data(text.utf8).write(to: data.appending(path: path))
  }

  /// What another rehearsal has transformed becomes this one's, as if it had been made with this configuration: only the
  /// servers' addresses differ.
  package func adoptTransformation() throws {
    let configuration = try Configuration(path: folder.appending(path: "migration.json5").path)
    let manifest = try text("transformed/manifest.json").replacing(
      /"mapping": "[0-9a-f]+"/, with: "\"mapping\": \"\(configuration.fingerprint)\"")
    try write(manifest, to: "transformed/manifest.json")
  }

  package func remove(_ path: String) throws {
    try FileManager.default.removeItem(at: data.appending(path: path))
  }

  package func records<Record: JSONRecord>(_ path: String, as type: Record.Type = Record.self) throws
    -> [Record]
  {
    var reader = try RecordReader<Record>(data.appending(path: path).path)
    var records: [Record] = []
    while let record = try reader.next() { records.append(record) }
    return records
  }
}
