import Foundation
import Sandbox
import Testing

extension EndToEndTests {
  /// Standard output and standard error that take nothing.
  @Suite(.serialized) struct OutputFaults {
    private static let commands = [
      ("extract", "--limit 20 --data fresh"), ("extract", "--help"), ("transform", ""),
      ("transform", "suggest"),
      ("transform", "--version"), ("load", "check"), ("load", "plan"), ("load", "plan --json"), ("load", ""),
      ("load", "verify"), ("load", "-h"),
    ]

    private func run(_ preparation: String, _ expectations: (ProgramResult, Rehearsal, String) throws -> Void)
      async throws
    {
      try await Rehearsal.performLoading(.small) { rehearsal in
        for (name, line) in Self.commands {
          var program = rehearsal.program(name)
          program.preparation = preparation
          try expectations(
            try await program.run(line.split(separator: " ").map(String.init)), rehearsal, "\(name) \(line)")
        }
        #expect(try rehearsal.text("loaded/journal.jsonl").split(separator: "\n").count > 20)
        for (name, line, words) in [
          ("load", [], " 0 writing requests"), ("load", ["verify"], " 0 unexpected differences"),
        ] {
          expect(try await rehearsal.program(name).run(line), exits: 0, saying: words)
        }
      }
    }

    @Test(
      .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
      arguments: [
        ("exec >/dev/full", "standard output: No space left on device"),
        ("exec >&-", "standard output: Bad file descriptor"),
      ])
    func `standard output that takes nothing is a fault in one sentence, and the work is done`(
      preparation: String, words: String
    ) async throws {
      try await run(preparation) { result, _, command in
        #expect(result.exitCode == 1, "\(command): \(result)")
        #expect(
          result.errors.split(separator: "\n").count { $0.contains("error: ") } == 1, "\(command): \(result)")
        #expect(result.errors.contains("error: \(words)\n"), "\(command): \(result)")
      }
    }

    @Test(
      .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
      arguments: [
        "exec 2>/dev/full", "exec 2>&-", "exec <&- 2>&-", "rm -f o; mkfifo o; (: <o) & exec >o; wait",
        "rm -f o; mkfifo o; (: <o) & exec 2>o; wait",
      ])
    func `standard error that takes nothing, or a reader that has gone, changes nothing else`(
      preparation: String
    )
      async throws
    {
      try await run(preparation) { result, _, command in
        #expect(result.exitCode == 0, "\(command): \(result)")
        #expect(!result.text.contains("error:"), "\(command): \(result)")
      }
    }

    @Test func `each line of a log has its time, and what other programs read has none`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let time = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ( .*)?/
        for (name, words) in [
          ("extract", ["--data", "new"]), ("transform", []), ("load", ["check"]), ("load", []),
        ] {
          let result = try await rehearsal.program(name).run(words)
          #expect(result.exitCode == 0, "\(result)")
          for line in result.text.split(separator: "\n") {
            #expect(line.wholeMatch(of: time) != nil, "\(line)")
          }
        }
        for (name, words) in [
          ("transform", ["suggest"]), ("load", ["plan"]), ("load", ["plan", "--json"]), ("load", ["--help"]),
          ("extract", ["-V"]),
        ] {
          let result = try await rehearsal.program(name).run(words)
          #expect(
            !result.output.isEmpty && result.output.firstMatch(of: /\d{4}-\d\d-\d\dT/) == nil, "\(result)")
        }
      }
    }

    @Test func `a terminal that was closed ends a run as SIGTERM does`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        let running = try rehearsal.program("load").start(["--jobs", "2"])
        while rehearsal.target.requestCount < 60 { try await Task.sleep(for: .milliseconds(5)) }
        running.send(SIGHUP)
        running.send(SIGHUP)
        expect(try await running.result(), exits: 130, saying: "Stopping after what is under way")
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        try expectWhole(rehearsal)
      }
    }
  }
}
