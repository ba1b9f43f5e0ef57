import MigrationKit

// What can happen between `extract` and Request Tracker.

extension Fault {
  package static let sourceFaults: [Fault] =
    [
      Fault(
        "source-drop-reply", "closes the connection without an answer", system: .source,
        on: [.list, .attachment, .question], rate: .part(0.1), effect: .misreport(.nothing)),
      Fault(
        "source-reset-reply", "resets the connection in the middle of an answer", system: .source,
        on: [.list, .attachment, .question], rate: .part(0.1),
        effect: .spoil { $0.delivered(.reset(after: 300)) }),
      Fault(
        "source-503", "answers 503", system: .source, on: [.list, .attachment, .question], rate: .part(0.15),
        effect: .refuse(.gateway(503))),
      Fault(
        "source-storm", "answers 429 to 6 requests in a row, without Retry-After", system: .source,
        on: [.list, .attachment, .question], rate: .bursts(length: 6, every: 50),
        effect: .refuse(.tooMany(tellsTime: false, isJSON: true))),
      Fault(
        "clamped-page", "shows fewer rows than were asked for and are there", system: .source, on: [.list],
        rate: .part(0.1), effect: .spoil { $0.changing { $0.clamped } }),
      Fault(
        "wrong-total", "says of a list that it is longer than it is", system: .source, on: [.list],
        rate: .part(0.1), effect: .spoil { $0.changing { $0.with("total", .int(100_000)) } }),
      Fault(
        "null-total", "says of a list that its length is null, as to a login that may not see all",
        system: .source, on: [.list], rate: .part(0.04),
        effect: .spoil { $0.changing { $0.with("total", .null) } }),
      Fault(
        "poison-attachment", "answers 500 to every request for one attachment, alone or among others",
        system: .source, rate: .always,
        effect: .refuse(.page(500))
      ) { $0.wantedContents.contains(poisonAttachment) },
    ] + nonsense(.source)

  /// A PDF of ticket 46.
  package static let poisonAttachment = 422
}

extension JSONNode {
  /// The same object with another value for one key.
  fileprivate func with(_ key: String, _ value: JSONValue) -> JSONValue {
    .object(members.map { $0.key == key ? .init(key, value) : .init($0.key, .source($0.value)) })
  }

  /// A list without its last row, and without its count.
  fileprivate var clamped: JSONValue {
    guard let rows = self["items"]?.elements, !rows.isEmpty else { return .source(self) }
    return with("items", .array(rows.dropLast().map { .source($0) }))
  }
}

extension WebResponse {
  /// With another JSON in its body; unchanged where that is none.
  fileprivate func changing(_ change: (JSONNode) -> JSONValue) -> WebResponse {
    guard let root = try? JSONDocument(body).root, root.isObject else { return self }
    var changed = self
    changed.body = change(root).bytes
    return changed
  }
}
