import Testing

@testable import Sandbox

@Suite struct FaultInjectionTests {
  /// Answers with its body, and counts.
  private struct Echo: WebApplication {
    let seen = Latest()

    func respond(to request: WebRequest) -> WebResponse {
      seen.keep(.init(request.body))
      return WebResponse(status: 200, body: Array("all is well here".utf8))
    }
  }

  private static let post =
    "POST /uploads.json HTTP/1.1\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabcdef"

  private func heard(_ effect: FaultEffect) throws -> (heard: String, wasExecuted: Bool, strikes: Int) {
    let echo = Echo()
    let ill = FaultInjection(echo)
    ill.arm([Fault("f", "", on: [.upload], rate: .always, effect: effect)], seed: 1)
    let server = try WebServer(application: ill)
    defer { server.stop() }
    let heard = try RawVisitor(port: server.port).say(Self.post)
    return (heard, echo.seen.data != nil, ill.strikes["f"] ?? 0)
  }

  @Test func `a struck request is carried out or not, and answered or not`() throws {
    let dropped = try heard(.misreport(.nothing))
    #expect(dropped == ("", true, 1))
    #expect(try heard(.refuse(.nothing)) == ("", false, 1))
    #expect(try heard(.hangUp) == ("", false, 1))
    let cut = try heard(.spoil { $0.delivered(.cut(after: 15)) })
    #expect(cut == ("HTTP/1.1 200 OK", true, 1))
    #expect(try heard(.spoil { $0.delivered(.reset(after: 0)) }) == ("", true, 1))
    let dripped = try heard(.spoil { $0.delivered(.drip(byteCount: 20, pause: .zero)) })
    #expect(dripped.heard.hasSuffix("all is well here"))
    #expect(try heard(.spoil { $0.halved }).heard.hasSuffix("\r\n\r\nall is w"))
    #expect(try heard(.refuse(.gateway(503))).heard.hasPrefix("HTTP/1.1 503 "))
  }

  private func struck(_ rate: Fault.Rate, seed: UInt64, _ bodies: [String]) -> [Bool] {
    let ill = FaultInjection(Echo())
    ill.arm([Fault("f", "", on: [.upload], rate: rate, effect: .refuse(.gateway(503)))], seed: seed)
    return bodies.map { body in
      let request = WebRequest(
        method: "POST", path: "/uploads.json", query: [], headers: [], body: Array(body.utf8))
      return ill.respond(to: request).status == 503
    }
  }

  @Test func `the same seed strikes the same requests, in whatever order they come`() {
    let bodies = (1...200).map(String.init)
    let one = struck(.part(0.3), seed: 7, bodies)
    #expect((30...90).contains(one.count { $0 }))
    #expect(struck(.part(0.3), seed: 7, bodies.reversed()) == one.reversed())
    #expect(struck(.part(0.3), seed: 8, bodies) != one)
  }

  @Test func `rates are what they are called`() {
    #expect(struck(.firstTime(1), seed: 1, ["a", "a", "b", "a"]) == [true, false, true, false])
    #expect(
      struck(.bursts(length: 2, every: 3), seed: 1, ["a", "b", "c", "d"]) == [false, true, true, false])
    #expect(Set(struck(.part(0.5), seed: 1, Array(repeating: "a", count: 40))) == [true, false])
  }

  @Test func `a request on a connection in use knows it`() throws {
    struct Counter: WebApplication {
      func respond(to request: WebRequest) -> WebResponse {
        WebResponse(status: 200, body: Array("number \(request.ordinal)".utf8))
      }
    }
    let server = try WebServer(application: Counter())
    defer { server.stop() }
    let heard = try RawVisitor(port: server.port).say(
      "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\nConnection: close\r\n\r\n")
    #expect(heard.contains("number 1") && heard.hasSuffix("number 2"))
  }

  @Test func `every fault has a name of its own`() {
    #expect(Set(Fault.all.map(\.name)).count == Fault.all.count)
  }

  @Test(arguments: [
    ("POST", "/issues.json", "", RequestKind.create),
    ("PUT", "/issues/5.json", "{\"issue\":{\"notes\":\"\"}}", .note),
    ("PUT", "/issues/5.json", "{\"issue\":{\"status_id\":1}}", .state),
    ("PUT", "/issues/5.json", "{\"issue\":{\"parent_issue_id\":1}}", .parent),
    ("POST", "/issues/5/relations.json", "", .relation), ("POST", "/issues/5/watchers.json", "", .watcher),
    ("GET", "/issues/5.json", "", .question), ("GET", "/issues.json", "", .question),
    ("POST", "/REST/2.0/tickets", "", .list),
    ("GET", "/Ticket/Attachment/1/2/x", "", .attachment),
  ])
  func `a request says what it is for`(method: String, path: String, body: String, kind: RequestKind) {
    let request = WebRequest(method: method, path: path, query: [], headers: [], body: Array(body.utf8))
    #expect(RequestKind(request) == kind)
  }
}
