import MigrationKit
import Synchronization
import Testing

@testable import Extract

@Suite struct RequestTrackerSessionTests {
  @Test func `the cookie rides beside the token, and on downloads`() async throws {
    try await withRequestTracker { source, server in
      let file = AttachmentReference(
        ticket: SourceID("6"), id: "35", name: "bild.png", mediaType: "image/png", byteCount: 70,
        path: "/Ticket/Attachment/106/35/x")
      _ = try await source.session.client.send(source.download(file))
      let heads = server.arrivals.dropFirst().map(\.head)
      #expect(heads.count > 1)
      #expect(heads.allSatisfy { $0.contains("\r\nCookie: RT_SID_rt.example.test.80=5ec2e7\r\n") })
      #expect(heads.allSatisfy { $0.contains("\r\nAuthorization: token 1-14-aa\r\n") })
    }
  }

  @Test func `a password is given once more as a form, because the page of files takes no other`()
    async throws
  {
    try await withRequestTracker(credential: .basic(user: "mö", Secret("p&w"))) { _, server in
      #expect(String(decoding: server.arrivals[0].body, as: UTF8.self) == "user=m%C3%B6&pass=p%26w")
    }
  }

  @Test func `a redirection to the log-in page is a refused login`() async throws {
    await #expect(throws: RequestError.unauthorized) {
      try await withRequestTracker({ _ in .reply(302, headers: ["Location: /NoAuth/Login.html"]) }) { _, _ in
      }
    }
  }

  @Test func `inspection tells who is asking and how much there is`() async throws {
    let inspection = try await withRequestTracker { source, _ in try await source.inspect() }
    #expect(inspection.product == "Request Tracker 5.0.3")
    #expect(inspection.login == "mover")
    #expect(inspection.ticketCount == 2)
  }

  @Test func `a login that does not see all transactions is refused`() async throws {
    await #expect(throws: SourceError.cannotSeeAll) {
      try await withRequestTracker({ request in
        request.contains("/transactions") ? .ok(RequestTrackerScript.searched([], total: "null")) : nil
      }) { source, _ in try await source.inspect() }
    }
  }

  /// A server that does not understand "after this id", or clamps a page number.
  @Test func `a last page that repeats is an error and no end`() async throws {
    let rows = (1...100).map { #"{"id":"\#($0)"}"# }
    let error = try await #require(throws: SourceError.self) {
      try await withRequestTracker({ request in
        request.contains("/users") ? .ok(RequestTrackerScript.searched(rows, total: "150")) : nil
      }) { source, _ in
        try await source.session.rows(of: RequestTrackerSearch(path: "users", query: .everything))
      }
    }
    #expect(error == .inconsistent("the search at users returned rows twice or out of order"))
  }

  /// Truncated JSON with the right length, a maintenance page, an empty answer: each now and then.
  @Test(arguments: [#"{"Version":"5.0."#, "<html>back soon</html>", ""], [1, 2])
  func `what is no answer is asked for again`(text: String, times: Int) async throws {
    let asked = Mutex(0)
    let inspection = try await withRequestTracker({ request in
      guard request.contains("/rt ") else { return nil }
      return asked.withLock {
        $0 += 1; return $0
      } <= times ? .ok(text) : nil
    }) { source, _ in try await source.inspect() }
    #expect(inspection.product == "Request Tracker 5.0.3")
  }

  @Test func `what is never an answer is an error`() async throws {
    await #expect(throws: RequestError.notJSON(status: 200, beginning: "<html>")) {
      try await withRequestTracker({ $0.contains("/rt ") ? .ok("<html>") : nil }) { source, _ in
        try await source.inspect()
      }
    }
  }

  @Test func `an unknown queue is named beside the known ones`() async throws {
    await #expect(throws: SourceError.unknownQueue("Suport", known: ["Support"])) {
      try await withRequestTracker(queues: ["Suport"]) { _, _ in }
    }
  }

  @Test(
    arguments: [
      (["Set-Cookie": "RT_SID_a.80=1; path=/"], "RT_SID_a.80=1"),
      (["set-cookie": "RT_SID_a.80=1"], "RT_SID_a.80=1"),
      (["Set-Cookie": "other=1; path=/"], nil),
      ([:], nil),
    ] as [([String: String], String?)])
  func `only the session's cookie is kept`(headers: [String: String], cookie: String?) {
    #expect(sessionCookie(headers.map { HTTPHeader($0, $1) })?.reveal() == cookie)
  }

  @Test(arguments: [
    ("a\nRT.CurrentUser = {\"Name\":\"b;c\"};\n", "b;c"), ("RT.CurrentUser = {\"Name\":\"root\"};", "root"),
    ("RT.CurrentUser = nonsense;\n", nil), ("", nil),
  ])
  func `a page tells whose it is`(page: String, name: String?) {
    #expect(currentUser(Array(page.utf8)) == name)
  }
}
