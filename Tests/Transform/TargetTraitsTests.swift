import Testing

@testable import MigrationKit
@testable import Transform

@Suite(.temporaryFolder, .timeLimit(.minutes(5))) struct TargetTraitsTests {
  private let folder = TemporaryFolder.current

  private func target(_ members: String) throws -> TargetConfiguration {
    try Configuration(
      text: ConfigurationExample.text.replacing("markup: \"plain\"", with: members), path: "m.json5"
    ).target
  }

  private func seen(_ text: String) throws -> TargetVocabulary {
    try folder.write(text, to: "data/loaded/target.json")
    return try TargetVocabulary(path: folder.data.loaded.target)
  }

  @Test func `what the configuration says counts before what load check has found`() throws {
    let seen = try seen(#"{"markup":"textile","largest_file":5}"#)
    let found = try TargetTraits(target(""), seen: seen)
    #expect(found.markup == .textile && found.largestFile == 5 && !found.keepsTime)
    let configured = try TargetTraits(
      target(#"markup: "common_mark", largestFile: "1 KB", activity: "Work""#), seen: seen)
    #expect(configured.markup == .commonMark && configured.largestFile == 1024 && configured.keepsTime)
  }

  @Test(arguments: ["{}", #"{"markup":"asciidoc"}"#])
  func `a markup that nobody knows stops transform before anything`(seen: String) throws {
    let seen = try self.seen(seen)
    let error = #expect(throws: StageError.self) {
      try TargetTraits(target(""), seen: seen, in: DataFolder("trial"))
    }
    #expect(error?.exitCode == .usage)
    #expect(error?.description.contains("trial/loaded/target.json") == true)
    #expect(error?.description.contains("Run load check") == true, "\(String(describing: error))")
  }

  @Test func `transform ends with 2 before it reads or writes anything`() async throws {
    let extracted = ExtractedFolder()
    try folder.write(
      ConfigurationExample.text.replacing("markup: \"plain\"", with: ""), to: "migration.json5")
    let error = await #expect(throws: StageError.self) { try await extracted.transform() }
    #expect(error?.exitCode == .usage)
    #expect(try folder.text("data/transformed/manifest.json") == nil)
  }
}
