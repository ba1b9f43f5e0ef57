import MigrationKit

/// One node of a message's MIME tree: a row of `GET /REST/2.0/attachments`.
final class RequestTrackerPart: Sendable {
  let id: String
  let transaction: String
  /// In lower case, without parameters.
  let mediaType: String
  /// The part it lies in; nil for a root, and where the row does not say.
  let parent: String?
  let headers: String

  init(_ node: JSONNode) throws {
    id = try node.text("id")
    transaction = try node.text("TransactionId")
    let type = try node.optional("ContentType", \.string) ?? ""
    mediaType = String(Substring(type.utf8.prefix { $0 != UInt8(ascii: ";") })).trimmingSpace.lowercased()
    parent = node["Parent"].flatMap { $0["id"] ?? $0 }.flatMap { $0.string ?? $0.numberText }
    headers = try node.optional("Headers", \.string) ?? ""
  }

  /// The value of a mail header, unfolded.
  func header(_ name: String) -> String? {
    let written = headers.withBytes { bytes in
      bytes.startOfHeader(name).map { start in
        String(decoding: bytes[start + name.utf8.count + 1..<bytes.endOfHeader(from: start)], as: UTF8.self)
      }
    }
    guard let lines = written?.lines else { return nil }
    let folded = lines.dropFirst().filter { !$0.isEmpty }
    return (lines.prefix(1) + folded).map { String($0).cleanLine }.joined(separator: " ")
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Where the first line begins that has this name, in any case, and a colon.
  fileprivate func startOfHeader(_ name: String) -> Int? {
    var start = 0
    while start < count {
      if self[start...].isHeader(name) { return start }
      start = end(of: lineFeed, from: start) + 1
    }
    return nil
  }

  /// Further lines are indented; empty ones are none.
  fileprivate func endOfHeader(from start: Int) -> Int {
    var end = self.end(of: lineFeed, from: start)
    while let next = self[end...].firstIndex(where: { $0 != lineFeed }),
      self[next] == UInt8(ascii: " ") || self[next] == tab
    {
      end = self.end(of: lineFeed, from: next)
    }
    return end
  }
}

extension Slice<UnsafeBufferPointer<UInt8>> {
  fileprivate func isHeader(_ name: String) -> Bool {
    dropFirst(name.utf8.count).first == UInt8(ascii: ":")
      && prefix(name.utf8.count).elementsEqual(name.utf8) {
        $0 == $1 || $0 ^ $1 == 0x20 && $0.isLetterOrDigit
      }
  }
}

/// A custom field with its values; one of images or files has `files` instead of texts.
struct RequestTrackerField: Sendable {
  let id: String
  let name: String
  let texts: [String]
  /// The ids these files have among the extracted attachments.
  let files: [String]

  init(_ node: JSONNode) throws {
    id = try node.text("id")
    name = try node.text("name")
    let values = try node.rows("values")
    guard !values.contains(where: \.isArray) else {
      throw JSONShapeError("\"values\" of \(name) hold a list")
    }
    texts = values.compactMap { $0.string ?? $0.numberText ?? $0.bool.map(String.init) }.map(\.cleanText)
      .filter { !$0.isInvisible }
    files = try values.filter(\.isObject).map { value in
      let path = try value.text("_url")
      return "cf-\(path.split(separator: "/").last.map(String.init) ?? path)"
    }
  }
}

/// A link to another ticket or to any address, as one end of it sees it.
struct RequestTrackerLink: Sendable {
  let relation: Relation
  let end: End

  enum Relation: String, CaseIterable, Sendable {
    case parent
    case child
    case dependsOn = "depends-on"
    case blocks = "depended-on-by"
    case refersTo = "refers-to"
    case referredToBy = "referred-to-by"

    /// How a line of text begins.
    var word: Word {
      switch self {
      case .parent: .parent
      case .child: .child
      case .dependsOn: .dependsOn
      case .blocks: .blocks
      case .refersTo: .refersTo
      case .referredToBy: .referredToBy
      }
    }
  }

  enum End: Hashable, Sendable {
    case ticket(SourceID<Ticket>)
    case address(String)
  }

  /// What it says of two tickets; nil of one to anything else.
  func stated(by ticket: SourceID<Ticket>) -> StatedLink? {
    guard case .ticket(let other) = end else { return nil }
    return switch relation {
    case .parent: StatedLink(ticket, .parent, other)
    case .child: StatedLink(other, .parent, ticket)
    case .blocks: StatedLink(ticket, .blocks, other)
    case .dependsOn: StatedLink(other, .blocks, ticket)
    case .refersTo, .referredToBy: StatedLink(ticket, .relates, other)
    }
  }

  /// Nil for a hyperlink that is none between tickets (history, lifecycle, custom fields).
  init?(_ node: JSONNode) throws {
    guard let relation = node["ref"]?.string.flatMap(Relation.init) else { return nil }
    self.relation = relation
    if node["type"]?.string == "ticket" {
      end = .ticket(SourceID(try node.text("id")))
    } else {
      end = .address(try node.text("_url"))
    }
  }
}
