import Testing

@testable import Extract
@testable import Load
@testable import MigrationKit
@testable import Transform

@Suite struct ArgumentsTests {
  private func load(_ words: String...) throws(UsageError) -> Arguments {
    try Arguments(words, LoadOptions.syntax)
  }

  @Test(arguments: [
    (["chekc"], #"load does not know "chekc"; did you mean check? (load --help explains all)"#),
    (
      ["upload-all"],
      #"load does not know "upload-all"; it knows run, check, plan, verify (load --help explains all)"#
    ),
    (["run", "check"], #"load accepts one command, not "run" and "check""#),
    (["--job", "4"], #"load does not know "--job"; did you mean --jobs? (load --help explains all)"#),
    (["--JOBS", "4"], #"load does not know "--JOBS"; did you mean --jobs? (load --help explains all)"#),
    (["--limit"], "--limit needs a value: --limit N"), (["--limit="], "--limit needs a value: --limit N"),
    (["--config", ""], "--config needs a value: --config FILE"),
    (
      ["--quiet"],
      #"load does not know "--quiet"; it knows --config, --data, --limit, --only, --files, --json, --stats, --jobs, --budget, --finish-by, --help, --version (load --help explains all)"#
    ),
    (
      ["check", "--limit", "3"], "load check does not accept --limit; it is for load, load plan, load verify"
    ),
    (["--files", "3"], "load does not accept --files; it is for load verify"),
    (["plan", "--jobs=3"], "load plan does not accept --jobs; it is for load, load check, load verify"),
    (
      ["--", "--jobs"],
      #"load does not know "--jobs"; it knows run, check, plan, verify (load --help explains all)"#
    ),
    (["--limit", "1", "--limit=2"], "--limit is given twice"),
    (["--help=1"], "--help does not accept a value"),
  ])
  func `what cannot be understood is told`(words: [String], message: String) throws {
    let error = try #require(throws: UsageError.self) { try Arguments(words, LoadOptions.syntax) }
    #expect(error.description == message)
    #expect(error.exitCode == .usage)
  }

  @Test(arguments: [
    (
      ["--parts", "x"],
      "transform does not accept --parts; it is for transform --filter, transform merge, transform census"
    ),
    (["--filter", "run"], #"transform accepts one command, not "--filter" and "run""#),
    (
      ["suggest", "--census", "x"],
      "transform suggest does not accept --census; it is for transform census, transform merge, transform --filter"
    ),
  ])
  func `what only a filter takes is for a filter`(words: [String], message: String) {
    #expect(throws: UsageError(message)) { try Arguments(words, TransformOptions.syntax) }
  }

  @Test func `a data folder that is named must be there, unless it is to be filled`() throws {
    let missing = try load("check", "--data", "/nonexistent/typo")
    let error = try #require(throws: UsageError.self) { try missing.dataFolder() }
    #expect(error.description.contains("there is no folder \"/nonexistent/typo\""))
    #expect(try missing.dataFolder(mayBeNew: true).root == "/nonexistent/typo")
    #expect(try load("check").dataFolder().root == "data")
    #expect(throws: UsageError.self) { try load("check", "--data", "/etc/passwd").dataFolder() }
  }

  @Test func `short names, and help for one word alone`() throws {
    #expect(
      try load("-h").has("help") && load("-V").has("version") && load("check", "-h").givenWord == "check")
    let help = LoadOptions.syntax.help(for: "check")
    #expect(
      help.hasPrefix("load check: check whether everything") && help.contains("Usage: load check [options]"))
    #expect(help.contains("--jobs N") && !help.contains("--limit") && !help.contains("verify "))
  }

  @Test func `a command without words says so`() throws {
    let error = try #require(throws: UsageError.self) { try Arguments(["run"], ExtractOptions.syntax) }
    #expect(
      error.description
        == #"extract does not know "run"; extract accepts options only (extract --help explains all)"#)
  }

  @Test func `values stand behind a space or an equals sign`() throws {
    let arguments = try load("verify", "--data=a=b", "--config", "x y", "--jobs", "3")
    #expect(arguments.word == "verify")
    #expect(arguments.string("data") == "a=b")
    #expect(arguments.string("config") == "x y")
    #expect(try arguments.count("jobs") == 3)
    #expect(try arguments.count("limit") == nil)
    #expect(!arguments.has("help"))
    #expect(try load("--help").has("help"))
  }

  @Test func `the first word is meant when none is given`() throws {
    #expect(try load().word == "run")
    #expect(try Arguments([], ExtractOptions.syntax).word == nil)
  }

  @Test func `a repeatable option keeps all its values in order`() throws {
    let arguments = try Arguments(["--queue", "B", "--queue=A"], ExtractOptions.syntax)
    #expect(arguments.strings("queue") == ["B", "A"])
    #expect(try Arguments([], ExtractOptions.syntax).strings("queue").isEmpty)
  }

  @Test(arguments: ["0", "-1", "1.5", "many", "99999999999999999999"])
  func `a number is a whole one from 1 up`(text: String) throws {
    let arguments = try load("--jobs=\(text)")
    #expect(throws: UsageError("--jobs needs a whole number of at least 1, not \"\(text)\"")) {
      try arguments.count("jobs")
    }
  }

  @Test(arguments: [
    (ExtractOptions.syntax, ["--config FILE", "--data FOLDER", "--queue NAME", "--limit N", "--jobs N"]),
    (TransformOptions.syntax, ["--config FILE", "--data FOLDER"]),
    (
      LoadOptions.syntax,
      [
        "run ", "check ", "verify ", "[run | check | plan | verify]", "--config FILE", "--data FOLDER",
        "--jobs N",
        "--limit N",
      ]
    ),
  ])
  func `the help names everything a command understands`(syntax: CommandSyntax, parts: [String]) {
    let help = syntax.help()
    #expect(help.hasPrefix("\(syntax.name): "))
    #expect(help.contains("Usage: \(syntax.name)"))
    for part in parts + ["--help", "--version", "Exit codes: 0 ", "130 interrupted"] {
      #expect(help.contains(part), "\(part)")
    }
    #expect(syntax.options.allSatisfy { help.contains("  --\($0.name)") && help.contains($0.summary) })
    #expect(help.split(separator: "\n").allSatisfy { $0.count <= 120 })
  }

  @Test func `help is a table`() {
    let syntax = CommandSyntax(
      "x", summary: "does", options: [.init("a", value: "N", "first")], notes: "End.")
    #expect(
      syntax.help().hasPrefix(
        """
        x: does

        Usage: x [options]

          --a N      first
          --help     print this page (-h)
          --version  print the version (-V)

        End.

        Exit codes: 0 complete
        """))
  }
}
