import Foundation
import Testing

@testable import Sandbox

extension EndToEndTests {
  @Suite(.serialized) struct Secrets {
    /// Every shape in which a secret might be written down.
    private static let shapes =
      [Rehearsal.token, Rehearsal.key, RequestTrackerImitation.password].flatMap { secret in
        let allowed = CharacterSet.alphanumerics.union(CharacterSet(charactersIn: "-._~"))
        return [
          secret, Data(secret.utf8).base64EncodedString(),
          secret.addingPercentEncoding(withAllowedCharacters: allowed) ?? secret,
          secret.replacing("/", with: "\\/"),
        ]
      } + [Data("root:\(RequestTrackerImitation.password)".utf8).base64EncodedString()]

    @Test func `no secret is in any file or output, whatever goes wrong`() async throws {
      try await Rehearsal.perform { rehearsal in
        var printed: [ProgramResult] = []
        printed.append(try await rehearsal.extract())
        printed.append(try await rehearsal.extract("--queue", "nowhere"))
        printed.append(try await rehearsal.transform())
        printed.append(try await rehearsal.load("--limit", "9"))
        printed.append(try await rehearsal.load("verify", "--limit", "12"))
        #expect(printed.map(\.exitCode) == [0, 2, 0, 0, 5], "\(printed)")
        printed += try await withAnEcho(rehearsal)
        try expectNoSecret(in: rehearsal, printed)
      }
    }

    @Test func `a password is as well hidden as a token`() async throws {
      try await Rehearsal.perform { rehearsal in
        let login = "user: \"root\", password: \"file:password.txt\""
        try Data("\(RequestTrackerImitation.password)\n".utf8).write(
          to: rehearsal.folder.appending(path: "password.txt"))
        try rehearsal.configure((old: "token: \"env:RT_TOKEN\"", new: login))
        var printed = [try await rehearsal.extract()]
        #expect(printed.map(\.exitCode) == [0], "\(printed)")
        let echo = try WebServer(application: Echo())
        defer { echo.stop() }
        try rehearsal.configure(
          (old: "token: \"env:RT_TOKEN\"", new: login),
          (old: rehearsal.sourceURL, new: "http://127.0.0.1:\(echo.port)"))
        printed.append(try await rehearsal.extract("--data", "data/echo"))
        #expect(printed.last?.exitCode != 0)
        try expectNoSecret(in: rehearsal, printed)
      }
    }

    #if os(Linux)
      @Test(arguments: ["extract", "load"])
      func `no secret is among a running program's arguments`(name: String) async throws {
        try await Rehearsal.performLoading { rehearsal in
          let running = try rehearsal.program(name).start(
            name == "load" ? [] : ["--data", "other", "--limit", "5"])
          let wire = name == "load" ? rehearsal.target : rehearsal.source
          let seen = Latest()
          wire.set(after: 3, isAfter: false) {
            seen.keep(FileManager.default.contents(atPath: "/proc/\(running.id)/cmdline"))
          }
          expect(try await running.result(), exits: 0)
          let words = String(decoding: try #require(seen.data), as: UTF8.self)
          #expect(words.contains(name) && !Self.shapes.contains(where: words.contains), "\(words)")
        }
      }
    #endif

    /// Runs against servers that repeat in their answers what they were sent.
    private func withAnEcho(_ rehearsal: Rehearsal) async throws -> [ProgramResult] {
      var results: [ProgramResult] = []
      for status in [403, 418] {
        let echo = try WebServer(application: Echo(status: status))
        defer { echo.stop() }
        let url = "http://127.0.0.1:\(echo.port)"
        try rehearsal.configure((old: rehearsal.sourceURL, new: url), (old: rehearsal.targetURL, new: url))
        results.append(try await rehearsal.extract("--data", "data/echo"))
        try rehearsal.configure((old: rehearsal.targetURL, new: url))
        results += [try await rehearsal.load("check"), try await rehearsal.load()]
      }
      for result in results { #expect(result.exitCode != 0, "\(result)") }
      // What was sent did come back, and was made unreadable.
      for result in [results[0], results[4], results[5]] {
        #expect(result.text.contains("••••"), "\(result)")
      }
      return results
    }

    private func expectNoSecret(in rehearsal: Rehearsal, _ printed: [ProgramResult]) throws {
      for result in printed { #expect(!Self.shapes.contains(where: result.text.contains), "\(result)") }
      let files = try rehearsal.contents(of: "").files
      #expect(files.count > 30)
      for (path, bytes) in files {
        #expect(!Self.shapes.contains { bytes.range(of: Data($0.utf8)) != nil }, "\(path) holds a secret")
      }
    }
  }

  @Suite(.serialized) struct HostileData {
    /// Subjects, names of files and refusals carry whatever someone has typed.
    @Test func `control characters of tickets never reach the terminal`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        let escape = "\\u001b]0;owned\\u0007\\u001b[31m\\u202e"
        let lines = try rehearsal.text("transformed/tickets.jsonl")
          .replacing("\"name\":\"Affected versions\"", with: "\"name\":\"\(escape)\"")
          .replacing("\"subject\":\"", with: "\"subject\":\"\(escape)")
        try rehearsal.write(lines, to: "transformed/tickets.jsonl")
        var printed = [try await rehearsal.load(), try await rehearsal.load("verify")]
        try rehearsal.write(
          "{\"uses\":{\"queues\":{\"\(escape)\":1},\"types\":{},\"states\":{},\"priorities\":{},\"fields\":{},"
            + "\"logins\":{},\"owners\":{},\"authors\":{}}}", to: "transformed/manifest.json")
        printed += [try await rehearsal.load("check"), try await rehearsal.load("\u{1B}[31m")]
        printed.append(try await rehearsal.extract("--queue", "\u{1B}[2J", "--data", "other"))
        #expect(printed.dropFirst(2).allSatisfy { $0.text.contains("\u{FFFD}") }, "\(printed)")
        for result in printed {
          let dangerous = result.text.unicodeScalars.filter { scalar in
            scalar.properties.generalCategory == .control && scalar != "\n" || scalar.value == 0x202E
          }
          #expect(dangerous.isEmpty, "\(result)")
        }
      }
    }
  }
}

/// Says what it was sent, in an answer that stops whoever asked.
private struct Echo: WebApplication {
  var status = 403

  func respond(to request: WebRequest) -> WebResponse {
    let heads = request.headers.map { "\($0.name): \($0.value)" }.joined(separator: " ")
    return WebResponse(status: status, body: Array("not for you: \(heads)".utf8) + request.body)
  }
}
