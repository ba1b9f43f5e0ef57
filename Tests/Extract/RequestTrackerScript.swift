import Foundation
import MigrationKit
import Testing

@testable import Extract

/// A server that gives answers recorded from Request Tracker 5.0.3 for tickets 6 to 9 of a queue: a mail with a
/// tree of parts (6), a ticket (7) with another merged into it (8), and a deleted one (9).
struct RequestTrackerScript {
  private let answers: JSONNode

  init() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Fixtures/RequestTracker/source/answers.json")
    answers = try JSONDocument(Array(try Data(contentsOf: file))).root
  }

  /// The answers, unless `changed` has one of its own.
  func server(_ changed: @escaping @Sendable (String) -> FaultServer.Action? = { _ in nil }) throws
    -> FaultServer
  {
    try FaultServer { arrival in
      let request = arrival.head.prefix { $0 != "\r\n" } + " " + String(decoding: arrival.body, as: UTF8.self)
      return changed(request) ?? answer(request)
    }
  }

  private func answer(_ request: String) -> FaultServer.Action {
    if request.contains("/Ticket/Attachment/0/0/x") { return Self.loggedIn }
    if request.contains("TicketStatus") { return .ok(Self.deleted) }
    let asked = [
      ("/tickets", "EffectiveId%20%3D", "merged"), ("/tickets", "POST", "tickets"),
      ("/transactions", "order=DESC", "newest"), ("/transactions", "POST", "transactions"),
      ("/attachments", #""operator":"=""#, "heads"), ("/attachments", #""Parent","operator":">""#, "parts"),
      ("/attachments", #""id","operator":"IN""#, "bodies"),
    ].first { request.contains($0.0) && request.contains($0.1) }
    if let name = asked?.2, let node = answers[name] { return .ok(JSONValue.source(node).text) }
    return Self.records.first { request.contains($0.path) }.map { .ok($0.text) }
      ?? .reply(404, #"{"message":"?"}"#)
  }

  /// The recorded answer of this name.
  func text(_ name: String) throws -> String { JSONValue.source(try #require(answers[name])).text }

  private static let loggedIn = FaultServer.Action.reply(
    404, "<script>\nRT.CurrentUser = {\"id\":14,\"Name\":\"mover\"};\n</script>",
    headers: ["Set-Cookie: RT_SID_rt.example.test.80=5ec2e7; path=/; HttpOnly"])

  /// The creations of deleted tickets: that of 9.
  private static let deleted = searched([#"{"id":"125","type":"transaction","ObjectId":"9"}"#])

  private static let records = [
    (path: "/queue/3", text: #"{"id":3,"Name":"Support","TicketTransactionCustomFields":[]}"#),
    (path: "/queues", text: searched([#"{"id":"3","Name":"Support","Disabled":"0"}"#])),
    (path: "/rt", text: #"{"Version":"5.0.3"}"#),
  ]

  static func searched(_ items: [String], total: String? = nil) -> String {
    #"{"count":\#(items.count),"total":\#(total ?? String(items.count)),"items":[\#(items.joined(separator: ","))]}"#
  }
}

func withRequestTracker<Result>(
  _ changed: @escaping @Sendable (String) -> FaultServer.Action? = { _ in nil },
  credential: Credential = .header(name: "Authorization", prefix: "token ", Secret("1-14-aa")),
  queues: [String] = ["Support"],
  _ body: (RequestTrackerSource, FaultServer) async throws -> Result
) async throws -> Result {
  let server = try RequestTrackerScript().server(changed)
  defer { server.stop() }
  let client = try HTTPClient(base: server.base, credential: credential)
  return try await body(
    try await RequestTrackerSource.open(client: client, credential: credential, queues: queues), server)
}
