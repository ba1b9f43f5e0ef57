import Foundation
import Testing

@testable import Sandbox

extension EndToEndTests {
  /// What is wrong with a server or with the login, before the first ticket.
  @Suite(.serialized) struct ServerFaults {
    @Test func `a server that is not there stops both with the address`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let before = try rehearsal.contents(of: "")
        try rehearsal.configure((old: rehearsal.sourceURL, new: "http://no-such-host.invalid"))
        let extract = try await rehearsal.program("extract").run(["--data", "other"])
        try rehearsal.configure((old: rehearsal.targetURL, new: "http://no-such-host.invalid"))
        for result in [extract, try await rehearsal.load()] {
          expect(result, exits: 1, saying: "could not reach", "no-such-host.invalid", "check the url")
        }
        #expect(try rehearsal.contents(of: "") == before)
      }
    }

    @Test func `a wrong token is refused as a login, and nothing is written`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let before = try rehearsal.contents(of: "")
        for (name, words) in [("extract", []), ("load", []), ("load", ["check"]), ("load", ["verify"])] {
          let result = try await rehearsal.program(name, token: "1-2-wrong", key: "wrong").run(words)
          expect(result, exits: 4, saying: "refused the login (401)", "the environment variable")
          #expect(!result.text.contains("1-2-wrong"))
        }
        #expect(try rehearsal.contents(of: "") == before)
        #expect(rehearsal.books.writingRequestCount == 0)
      }
    }

    @Test func `someone who does not see everything is refused, naming the right`() async throws {
      try await Rehearsal.perform { rehearsal in
        let program = rehearsal.program("extract", token: Rehearsal.token + "-limited")
        let result = try await program.run([])
        #expect(result.exitCode == 4, "\(result)")
        #expect(result.text.contains("SuperUser"))
        #expect(!FileManager.default.fileExists(atPath: rehearsal.data.path + "/extracted/tickets.jsonl"))
      }
    }

    @Test func `a queue that does not exist is named, with those that do`() async throws {
      try await Rehearsal.perform { rehearsal in
        let result = try await rehearsal.extract("--queue", "Suport")
        #expect(result.exitCode == 2)
        #expect(result.text.contains("\"Suport\"") && result.text.contains("\"Support\""))
      }
    }

    @Test(arguments: [
      (200, "text/html", "<!DOCTYPE html><title>Maintenance \u{1B}[31m</title>", 1, "check that the url"),
      (302, "", "", 4, "log-in"),
      (404, "text/html", "<h1>Not Found</h1>", 1, "check "),
    ])
    func `a page instead of an answer stops both`(
      status: Int, type: String, body: String, code: Int32, words: String
    ) async throws {
      let page = try WebServer(application: Page(status: status, type: type, body: body))
      defer { page.stop() }
      try await Rehearsal.performLoading(.small) { rehearsal in
        let url = "http://127.0.0.1:\(page.port)"
        try rehearsal.configure((old: rehearsal.sourceURL, new: url), (old: rehearsal.targetURL, new: url))
        let extraction = try await rehearsal.extract("--data", "other")
        try rehearsal.configure((old: rehearsal.targetURL, new: url))
        for result in [extraction, try await rehearsal.load(), try await rehearsal.load("check")] {
          // Request Tracker tells a refused login by a redirection, so for it that is one.
          #expect(result.exitCode == code, "\(result)")
          #expect(result.text.contains(words) || result.text.contains("refused the login"), "\(result)")
          #expect(!result.text.contains("\u{1B}"))
        }
      }
    }
  }
}

/// The same answer to everything.
private struct Page: WebApplication {
  let status: Int
  let type: String
  let body: String

  func respond(to request: WebRequest) -> WebResponse {
    let place = status == 302 ? [(name: "Location", value: "https://sso.example.test/login?next=1")] : []
    return WebResponse(status: status, headers: [("Content-Type", type)] + place, body: Array(body.utf8))
  }
}
