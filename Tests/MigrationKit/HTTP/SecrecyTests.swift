import Foundation
import Testing

@testable import MigrationKit

/// Credentials go to their own server and to nobody else, and are seen in no message.
@Suite(.timeLimit(.minutes(5))) struct SecrecyTests {
  private let clock = PatientClock()
  private let token = "k3y-very-secret"

  private var credential: Credential { .header(name: "Authorization", prefix: "token ", Secret(token)) }

  private func client(_ server: FaultServer, _ credential: Credential? = nil) throws -> HTTPClient {
    try HTTPClient(
      base: server.base, credential: credential ?? self.credential,
      settings: HTTPSettings(userAgent: "ticketferry/9", waiting: clock.waiting))
  }

  @Test func `a redirect is not followed, and the credential goes nowhere else`() async throws {
    let stranger = try FaultServer { _ in .ok() }
    let server = try FaultServer { _ in .reply(302, headers: ["Location: \(stranger.base)/login"]) }
    defer {
      server.stop()
      stranger.stop()
    }
    let client = try client(server)
    await #expect(throws: RequestError.redirected(to: "\(stranger.base)/login")) {
      try await client.send(HTTPRequest(.get, "/x"))
    }
    #expect(server.arrivals.count == 1)
    #expect(stranger.arrivals.isEmpty)
  }

  @Test func `the credential is sent as the server wants it`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    _ = try await client(server).send(HTTPRequest(.get, "/x"))
    _ = try await client(server, .basic(user: "root", Secret("pass:word"))).send(HTTPRequest(.get, "/x"))
    let heads = server.arrivals.map(\.head)
    #expect(heads.first?.contains("\r\nAuthorization: token \(token)\r\n") == true)
    #expect(heads.last?.contains("\r\nAuthorization: Basic cm9vdDpwYXNzOndvcmQ=\r\n") == true)
    #expect(heads.allSatisfy { $0.contains("\r\nUser-Agent: ticketferry/9\r\n") })
  }

  @Test func `a header the request brings along takes the credential's place`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let client = try client(server, .header(name: "Cookie", prefix: "", Secret("RT=old")))
    _ = try await client.send(HTTPRequest(.get, "/x", headers: [HTTPHeader("cookie", "RT=new")]))
    let head = try #require(server.arrivals.first?.head)
    #expect(head.contains("cookie: RT=new") && !head.contains("RT=old"))
  }

  @Test(arguments: [403, 429, 500, 503, 302])
  func `no message repeats a secret, even when the server does`(status: Int) async throws {
    let basic = "cm9vdDprM3ktdmVyeS1zZWNyZXQ="
    let words = "denied for \(token) \(basic) s3ss10n-abc"
    let server = try FaultServer { _ in .reply(status, words, headers: ["Location: /login?t=\(words)"]) }
    defer { server.stop() }
    for credential in [credential, .basic(user: "root", Secret(token))] {
      let client = try client(server, credential)
      let request = HTTPRequest(.get, "/x", headers: [HTTPHeader("Cookie", "RT_SID=s3ss10n-abc")])
      let error = try #require(await #expect(throws: RequestError.self) { try await client.send(request) })
      let text = "\(error) \(String(reflecting: error)) \(String(describing: client))"
      #expect(!text.contains(token) && !text.contains("s3ss10n"))
      if case .basic = credential { #expect(!text.contains(basic)) }
      #expect(text.contains("••••"))
    }
  }

  @Test(arguments: [400, 404, 409, 422, 413])
  func `a refusal that repeats what it was sent is handed up without it`(status: Int) async throws {
    let (password, cookie) = ("pa/ss w\"rd&key", "RT_SID_x.443=0123456789abcdef")
    let forms = [
      password, cookie, "0123456789abcdef", "cm9vdDpwYS9zcyB3InJkJmtleQ==", "cGEvc3MgdyJyZCZrZXk=",
      "pa%2Fss%20w%22rd%26key", "pa%2fss%20w%22rd%26key", "pa%2Fss+w%22rd%26key", #"pa\/ss w\"rd&key"#,
      "pa/ss w&quot;rd&amp;key",
    ]
    let body = String(repeating: "x", count: 190) + forms.joined(separator: "|")
    let server = try FaultServer { _ in
      .reply(status, body, headers: ["X-Debug: \(forms.joined(separator: "|"))"])
    }
    defer { server.stop() }
    let client = try client(server, .basic(user: "root", Secret(password)))
    let response = try await client.send(HTTPRequest(.get, "/x", headers: [HTTPHeader("Cookie", cookie)]))
    let dots = forms.map { _ in "••••" }.joined(separator: "|")
    #expect(response.body == Array((String(repeating: "x", count: 190) + dots).utf8))
    #expect(response.header("X-Debug") == dots)
    #expect(response.excerpt.hasSuffix("x••••|••••|"))
    var dumped = ""
    dump(response, to: &dumped)
    #expect(!dumped.contains("0123456789abcdef") && !dumped.contains("pa/ss"))
  }

  @Test func `the body of a success stays as it is, and only its excerpt is clean`() async throws {
    let page = String(repeating: "x", count: 195) + token + "\u{0}\u{FF}"
    let server = try FaultServer { _ in .ok(page) }
    defer { server.stop() }
    let response = try await client(server).send(HTTPRequest(.get, "/x"))
    #expect(response.body == Array(page.utf8))
    let error = #expect(throws: RequestError.self) { try response.json() }
    #expect(error?.description.hasSuffix("xxx•••• ") == true)
  }

  @Test(arguments: [
    "", "tickets.example.com", "ftp://example.com", "http://", "http://u:hidden@example.com",
    "http://u@example.com",
    "http://example.com/?a=hidden", "http://example.com/#hidden", "http://exa mple.com", "/rt",
  ])
  func `an address that is none is refused without repeating it`(address: String) throws {
    let error = try #require(#expect(throws: AddressError.self) { try HTTPClient(base: address) })
    #expect(!error.description.contains("hidden"))
  }

  @Test(arguments: [
    ("http://example.com", "http://example.com"), ("https://example.com/rt/", "https://example.com/rt"),
    ("http://127.0.0.1:8080//", "http://127.0.0.1:8080"), ("HTTPS://[::1]:8443/a", "HTTPS://[::1]:8443/a"),
  ])
  func `an address keeps its path but not the slash at its end`(address: String, base: String) throws {
    #expect(try HTTPClient(base: address).base == base)
  }

  @Test(arguments: ["@stranger.example/", "x", "", "/a b", "/a\r\nHost: x", "/#x", "/é"])
  func `a path that could lead elsewhere is not sent`(path: String) async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let client = try client(server)
    let error = await #expect(throws: RequestError.self) { try await client.send(HTTPRequest(.get, path)) }
    guard case .notSent = error else { throw UnexpectedError(error: error) }
    #expect(server.connectionCount == 0)
  }

  @Test func `a token with a line break is refused, not shown`() async throws {
    let server = try FaultServer { _ in .ok() }
    defer { server.stop() }
    let client = try client(server, .header(name: "X-Key", prefix: "", Secret("abc\r\nEvil: 1")))
    let error = try #require(
      await #expect(throws: RequestError.self) { try await client.send(HTTPRequest(.get, "/x")) })
    #expect(error.description.contains("X-Key") && !error.description.contains("abc"))
    #expect(server.connectionCount == 0)
  }
}
