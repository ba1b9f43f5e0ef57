// What becomes of an attachment's bytes on their way out. RT decodes text, by the charset it is declared to have or
// that RT guesses, and encodes it again: what arrives need not be what is stored (measured).

extension RequestTracker.Attachment {
  private typealias Charset = RequestTracker.Charset

  var fields: [RequestTracker.MailField] { RequestTracker.MailField.fields(of: headers) }

  /// Only plain text and HTML are text to RT: `text/csv` is bytes.
  private var isText: Bool { ["text/plain", "text/html"].contains(contentType.lowercased()) }

  private func charset(of bytes: [UInt8]) -> RequestTracker.Charset {
    fields["Content-Type"]?.parameters["charset"].map(Charset.init(name:)) ?? Charset(guessedFor: bytes)
  }

  /// As the sender wrote it, where RT has changed it on arrival: "iso-8859-1".
  private var originalEncoding: String? { fields["X-RT-Original-Encoding"]?.value }

  /// As lists show it: text decoded, with `\xFC` for what cannot be; anything else one character a byte.
  func listedText(of bytes: [UInt8]) -> String {
    guard isText else { return Charset.latin1.text(of: bytes) { _ in "" } }
    return charset(of: bytes).text(of: bytes) { fault in
      fault.map { "\\x" + String($0, radix: 16, uppercase: true) }.joined()
    }
  }

  /// What `GET /attachment/ID` wraps in base64: text as UTF-8, whatever it was.
  func ownBytes(of bytes: [UInt8]) -> [UInt8] { isText ? Array(listedText(of: bytes).utf8) : bytes }

  /// What the raw download gives: text in its original encoding, and a mail in a mail put together again.
  func rawBytes(in archive: RequestTracker.Archive) -> [UInt8] {
    if contentType.lowercased().hasPrefix("message/"), let mail = children(in: archive).first {
      return mail.rebuilt(in: archive)
    }
    guard let content = content?.bytes, isText else { return content?.bytes ?? [] }
    let text = charset(of: content).text(of: content) { _ in "\u{FFFD}" }
    return Charset(name: originalEncoding ?? "utf-8").bytes(of: text)
  }

  /// The raw download of a file that is too long to be put together.
  var longStream: WebStream? {
    guard case .pattern(let pattern) = content, pattern.byteCount > 1 << 20, !isText else { return nil }
    return pattern.stream
  }

  /// The type that the raw download has: markup is shown as plain text, and what is not known for binary has a
  /// charset.
  var rawType: String {
    let isMarkup = ["text/html", "text/xml", "application/xhtml+xml", "application/xml"].contains(contentType)
    let type = isMarkup ? "text/plain" : contentType
    let binary = ["image/", "application/octet-stream", "application/pdf", "multipart/related"]
    guard !binary.contains(where: type.hasPrefix) else { return type }
    return "\(type);charset=\(Charset(name: originalEncoding ?? "utf-8").mimeName)"
  }
}

// MARK: A mail in a mail

extension RequestTracker.Attachment {
  func children(in archive: RequestTracker.Archive) -> [RequestTracker.Attachment] {
    archive.shelf.attachments(of: transaction).filter { $0.parent == id }
  }

  /// The part with its head and all below it, as RT puts it together: close to the mail that came, but no copy.
  /// Not imitated: folding of long fields, and the encoding of names beyond ASCII.
  fileprivate func rebuilt(in archive: RequestTracker.Archive) -> [UInt8] {
    let isMultipart = contentType.hasPrefix("multipart/")
    let head = fields.map { $0.rebuilt(charset: isMultipart ? nil : originalEncoding) }.joined(
      separator: "\n")
    let body = isMultipart ? rebuiltParts(in: archive) : encodedBody(in: archive)
    return Array("\(head)\n\n".utf8) + body
  }

  private func rebuiltParts(in archive: RequestTracker.Archive) -> [UInt8] {
    let boundary = fields["Content-Type"]?.parameters["boundary"] ?? ""
    let parts = children(in: archive).map { Array("\n--\(boundary)\n".utf8) + $0.rebuilt(in: archive) }
    return Array("This is a multi-part message in MIME format...\n".utf8) + parts.joined()
      + Array("\n--\(boundary)--\n".utf8)
  }

  private func encodedBody(in archive: RequestTracker.Archive) -> [UInt8] {
    let bytes = rawBytes(in: archive)
    guard fields["Content-Transfer-Encoding"]?.value == "base64" else { return bytes }
    return Array(base64Lines(bytes, bytesPerLine: 45).utf8)
  }
}

extension RequestTracker.MailField {
  /// The parameters of `Content-…` are sorted and quoted, and a text's charset is the original one.
  fileprivate func rebuilt(charset: String?) -> String {
    guard name.lowercased().hasPrefix("content-") else { return "\(name): \(body)" }
    var parameters = parameters
    let words = name.split(separator: "-").map(\.capitalized)
    if words == ["Content", "Type"], let charset { parameters["charset"] = charset }
    let written = parameters.sorted { $0.key < $1.key }.map { "; \($0.key)=\"\($0.value)\"" }.joined()
    return "\(words.joined(separator: "-")): \(value)\(written)"
  }
}
