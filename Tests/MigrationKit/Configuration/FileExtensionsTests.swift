import Testing

@testable import MigrationKit

@Suite struct FileExtensionsTests {
  /// As Ruby's File.extname has it, which Redmine asks.
  @Test(arguments: [
    ("a.exe", "exe"), ("a.EXE", "exe"), ("a.tar.gz", "gz"), (".exe", ""), ("..exe", ""), ("a.", ""),
    ("a.exe.", ""),
    ("a.exe ", "exe "), ("noext", ""), ("a..exe", "exe"), (" .exe", "exe"), ("C:\\x.exe\\readme", ""),
    ("a/b.exe", "exe"), ("", ""),
  ])
  func `the ending of a name is what stands behind its last dot`(name: String, ending: String) {
    #expect(FileExtensions.ending(of: name) == ending)
  }

  @Test func `a name is refused for what is disallowed, or not among what is allowed`() {
    let none = FileExtensions()
    #expect(!none.refuses("a.exe") && !none.refuses("a"))
    let disallowed = FileExtensions(disallowed: [".EXE ", "bat"])
    #expect(disallowed.refuses("a.Exe") && !disallowed.refuses("a.pdf") && !disallowed.refuses("exe"))
    let allowed = FileExtensions(allowed: ["pdf", "PNG"], disallowed: ["png"])
    #expect(
      !allowed.refuses("a.pdf") && allowed.refuses("a.png") && allowed.refuses("a")
        && allowed.refuses("a.txt"))
  }

  @Test func `the configuration has them as Redmine's settings have`() throws {
    let text = ConfigurationExample.text.replacing(
      "markup: \"plain\"",
      with: "markup: \"plain\", disallowedExtensions: [\"exe\"], allowedExtensions: [\".PDF\"]")
    let extensions = try Configuration(text: text, path: "x").target.extensions
    #expect(extensions == FileExtensions(allowed: ["pdf"], disallowed: ["exe"]))
  }
}
