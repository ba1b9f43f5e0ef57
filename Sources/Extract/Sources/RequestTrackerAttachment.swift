import MigrationKit

/// One row of a message's MIME tree: a container, a text that belongs to the message itself, or a file.
struct RequestTrackerAttachment {
  let row: RequestTrackerRow
  let transaction: Int

  init(_ row: RequestTrackerRow) throws {
    self.row = row
    transaction = try row.node.number("TransactionId")
  }

  private var mediaType: String { row.node.text("ContentType") }
  private var name: String { row.node.text("Filename") }

  private var isContainer: Bool { mediaType.lowercased().hasPrefix("multipart/") }

  /// Text that a reader sees as the message.
  var isBody: Bool {
    name.isEmpty && ["text/plain", "text/html"].contains(mediaType.lowercased())
  }

  var isFile: Bool { !isContainer && !isBody }

  /// How much of an answer its content takes, roughly: a mail may have brought a length of its own.
  var contentLength: Int { Int(row.node.text("ContentLength")) ?? 0 }

  func reference(ticket: Int) -> AttachmentReference {
    let byteCount = certainLength
    return AttachmentReference(
      ticket: SourceID(String(ticket)), id: String(row.id), name: name, mediaType: mediaType,
      byteCount: byteCount, path: "/Ticket/Attachment/\(transaction)/\(row.id)/x",
      isShown: byteCount != nil, isDownloadable: byteCount == nil || !isText)
  }

  /// A download would re-code it.
  private var isText: Bool { mediaType.lowercased().hasPrefix("text/") }

  /// The length of the bytes as they will be downloaded, where the row is sure to know it.
  ///
  /// It does not when the text was re-encoded (the download goes back to the original encoding, the length does
  /// not), for a forwarded mail (put together again at each download), or when the header came
  /// with the mail: Request Tracker appends its own as the last line, and keeps any other.
  private var certainLength: Int? {
    let lines = row.node.text("Headers").lowercased().utf8.split { $0 == 0x0A || $0 == 0x0D }
    let encoding = lines.first { $0.starts(with: "x-rt-original-encoding:".utf8) }
    guard !mediaType.lowercased().hasPrefix("message/"), row.node["Parent"] != nil,
      encoding.map({ $0.suffix(6).elementsEqual(" utf-8".utf8) }) ?? true,
      lines.last?.starts(with: "content-length:".utf8) == true
    else { return nil }
    return Int(row.node.text("ContentLength"))
  }
}

extension RequestTrackerRow {
  /// The files in this ticket's or transaction's custom fields of the types Image and Binary, by number.
  func fieldFiles(ticket: Int) throws -> [AttachmentReference] {
    let values = (node["CustomFields"]?.elements ?? []).flatMap { $0["values"]?.elements ?? [] }
    return try values.filter(\.isObject).map { value in
      guard let number = value.text("_url").split(separator: "/").last.flatMap({ Int($0) }) else {
        throw SourceError.inconsistent("ticket \(ticket) has a file in a custom field without an address")
      }
      return (number, value)
    }
    .sorted { $0.0 < $1.0 }
    .map { number, value in
      AttachmentReference(
        ticket: SourceID(String(ticket)), id: "cf-\(number)", name: value.text("filename"),
        mediaType: value.text("content_type"), byteCount: nil, path: "/REST/2.0/download/cf/\(number)")
    }
  }
}
