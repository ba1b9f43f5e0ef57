import MigrationKit
import Testing

@testable import Load

@Suite(.temporaryFolder) struct TargetCheckTests {
  private let folder = TemporaryFolder.current

  private func check(faults: [String] = [], markup: MarkupLanguage? = nil) throws -> TargetCheck {
    let fixtures = try LoadingFixtures()
    defer { fixtures.server.stop() }
    let connection = try fixtures.connection()
    let description = TargetDescription(
      system: .redmine, product: "Fake 1", fingerprint: "f", markup: markup)
    let inspection = TargetInspection(description: description, faults: faults, notes: ["mail is silent"])
    return TargetCheck(
      connection: TargetConnection(
        client: connection.client, target: connection.target, reader: connection.reader,
        inspection: inspection),
      options: try fixtures.options(["check"]), console: Console(name: "test"))
  }

  @Test func `a target that is ready is reported so`() throws {
    #expect(try check().report() == .complete)
    #expect(throws: Never.self) { try check().require() }
  }

  @Test func `every fault is told and nothing continues`() throws {
    let error = StageError(
      "Fake 1 is not ready, nothing was written:\n  no project a\n  no login b", exitCode: .usage)
    #expect(throws: error) { try check(faults: ["no project a", "no login b"]).require() }
    #expect(throws: error) { try check(faults: ["no project a", "no login b"]).report() }
  }

  @Test func `what was learned is kept, faults or not`() throws {
    let check = try check(faults: ["no project a"], markup: .textile)
    #expect(throws: StageError.self) { try check.report() }
    #expect(
      try folder.text("data/loaded/target.json") == check.connection.inspection.description.json.indentedText)
  }

  /// What the configuration names counts for more than what the target's pages look like.
  @Test(
    arguments: [
      (
        "markdown", nil, .textile,
        "for markdown, but the target shows textile: run transform again"
      ),
      ("markdown", nil, .markdown, nil), ("markdown", nil, nil, nil), (nil, nil, .textile, nil),
      ("markdown", "markdown", .textile, nil),
      (
        "textile", "markdown", .textile,
        "for textile, but the target shows markdown: run transform again"
      ),
    ] as [(String?, String?, MarkupLanguage?, String?)])
  func `texts in another markup than the target shows are a fault`(
    written: String?, named: String?, shown: MarkupLanguage?, fault: String?
  ) throws {
    let markup = named.map { ", markup: \"\($0)\"" } ?? ""
    try folder.write(
      ConfigurationExample.text.replacing(", markup: \"plain\"", with: markup), to: "migration.json5")
    let member = written.map { [JSONValue.Member("markup", .string($0))] } ?? []
    let manifest = JSONValue.object(member + [.init("uses", Vocabulary().json)])
    try folder.write(manifest.text, to: "data/transformed/manifest.json")
    let check = try check(markup: shown)
    guard let fault else { return try check.require() }
    let error = try #require(throws: StageError.self) { try check.require() }
    #expect(error.description.hasSuffix(fault) && error.exitCode == .usage)
  }
}
