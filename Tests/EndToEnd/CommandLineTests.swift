import Foundation
import Sandbox
import Testing

extension EndToEndTests {
  /// What is wrong before any server is asked.
  @Suite(.serialized) struct CommandLineFaults {
    @Test(arguments: ["extract", "transform", "load"])
    func `help and version are printed, and nothing else is done`(name: String) async throws {
      try await Rehearsal.perform { rehearsal in
        let program = rehearsal.program(name)
        expect(
          try await program.run(["--help"]), exits: 0, saying: "Usage: \(name)", "--config FILE",
          "Exit codes: 0")
        expect(try await program.run(["--version"]), exits: 0, saying: "\(name) ")
        #expect(rehearsal.source.requestCount + rehearsal.target.requestCount == 0)
        #expect(!FileManager.default.fileExists(atPath: rehearsal.data.path))
      }
    }

    @Test(arguments: [
      ("extract", "--lmit 4", "did you mean --limit?"),
      ("extract", "--qeue Support", "did you mean --queue?"),
      ("extract", "-help", "did you mean --help?"), ("extract", "everything", "accepts options only"),
      ("transform", "--confg x", "did you mean --config?"), ("transform", "--limit 3", "it knows --config"),
      ("load", "chekc", "did you mean check?"), ("load", "verfy", "did you mean verify?"),
      ("load", "check run", "accepts one command"), ("load", "--limit 0", "at least 1"),
      ("load", "--jobs", "--jobs N"), ("load", "--data a --data b", "given twice"),
    ])
    func `an unknown word is an error that names the nearest`(name: String, line: String, hint: String)
      async throws
    {
      try await Rehearsal.perform { rehearsal in
        let words = line.split(separator: " ").map(String.init)
        expect(try await rehearsal.program(name).run(words), exits: 2, saying: hint)
        #expect(rehearsal.source.requestCount + rehearsal.target.requestCount == 0)
      }
    }

    @Test(arguments: [
      ("transform", ""), ("transform", "suggest"), ("load", "check"), ("load", "plan"), ("load", ""),
    ])
    func `a data folder that is misspelt is refused and not made`(name: String, word: String) async throws {
      try await Rehearsal.perform { rehearsal in
        let words = (word.isEmpty ? [] : [word]) + ["--data", "dtaa"]
        expect(try await rehearsal.program(name).run(words), exits: 2, saying: "there is no folder \"dtaa\"")
        #expect(!FileManager.default.fileExists(atPath: rehearsal.folder.appending(path: "dtaa").path))
        #expect(rehearsal.source.requestCount + rehearsal.target.requestCount == 0)
      }
    }

    @Test(arguments: ["extract", "transform", "load"])
    func `without a configuration each says which file it looks for`(name: String) async throws {
      try await Rehearsal.perform { rehearsal in
        try FileManager.default.removeItem(at: rehearsal.folder.appending(path: "migration.json5"))
        expect(
          try await rehearsal.program(name).run([]), exits: 2, saying: "migration.json5", "no such file",
          "README")
      }
    }

    @Test func `all faults of a configuration are told at once`() async throws {
      try await Rehearsal.perform { rehearsal in
        try rehearsal.configure(
          (old: "request-tracker", new: "request-trakcer"), (old: "env:RT_TOKEN", new: "1-14-literal"),
          (old: "types:", new: "tpyes:"), (old: "0..29", new: "low"),
          (old: ", marker: \"RT ticket\"", new: ""))
        let result = try await rehearsal.extract()
        expect(
          result, exits: 2, saying: "did you mean \"request-tracker\"?", "env:SOURCE_TOKEN", "target.marker",
          "did you mean \"types\"?", "mapping.priorities.low")
        #expect(!result.text.contains("1-14-literal"))
      }
    }

    @Test func `a configuration that cannot be read names line and column`() async throws {
      try await Rehearsal.perform { rehearsal in
        try rehearsal.configure((old: "types:", new: "types"))
        expect(try await rehearsal.transform(), exits: 2, saying: "migration.json5", "line 6, column")
      }
    }

    @Test func `a secret that is not set is named`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        var program = rehearsal.program("load")
        program.environment["REDMINE_KEY"] = nil
        expect(try await program.run([]), exits: 2, saying: "export REDMINE_KEY=")
      }
    }
  }
}
