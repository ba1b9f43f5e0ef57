import Foundation
import MigrationKit
import Testing

/// What RT makes of text files and of mails in mails on their way out, real or imitated.
///
/// A real RT that holds no such file passes; its sandbox twin, which holds them all, says what they are called.
@Suite struct RequestTrackerEncodingConformance {
  let site: RequestTrackerSite

  init() throws { site = try RequestTrackerSite.open() }

  private static let text = "Grüße\r\nline é end"
  private static let escaped = #"Gr\xFC\xDFe\#r\#nline \xE9 end"#
  private static let broken = "Gr\u{FFFD}\u{FFFD}e\r\nline \u{FFFD} end"

  /// Each holds the same 17 bytes of Latin-1.
  @Test(arguments: [
    ("gr-none.txt", text, text), ("gr-iso-8859-1.txt", text, text), ("gr-us-ascii.txt", escaped, broken),
    ("gr-utf-8.txt", escaped, broken),
  ])
  func `a Latin-1 file is re-coded, and broken where it claims to be something else`(
    name: String, listed: String, downloaded: String
  ) async throws {
    for row in try await files(#"[{"field":"Filename","value":"\#(name)"}]"#) {
      #expect(try row.string("ContentLength") == "17")
      #expect(try row.string("Content") == listed)
      #expect(try await single(row) == Array(listed.utf8))
      let raw = try await raw(row)
      #expect(raw.body == Array(downloaded.utf8))
      #expect(raw.header("Content-Type") == "text/plain;charset=UTF-8")
    }
  }

  @Test func `text that is neither plain nor HTML is listed one character a byte`() async throws {
    for row in try await files(#"[{"field":"Filename","value":"gr-utf-8.csv"}]"#) {
      #expect(try latinBytes(row.string("Content")) == Array(Self.text.utf8))
      #expect(try await single(row) == Array(Self.text.utf8))
      let raw = try await raw(row)
      #expect(raw.body == Array(Self.text.utf8))
      #expect(raw.header("Content-Type") == "text/csv;charset=UTF-8")
    }
  }

  @Test func `a text that a mail brought in Latin-1 is stored as UTF-8 and downloaded as it was`()
    async throws
  {
    let query = #"""
      [{"field":"Headers","operator":"LIKE","value":"X-RT-Original-Encoding: iso-8859-1"},
       {"field":"Filename","operator":"IS NOT","value":"NULL"},{"field":"ContentType","value":"text/plain"}]
      """#
    for row in try await files(query) {
      let text = try row.string("Content")
      #expect(text.utf8.count == Int(try row.string("ContentLength")))
      #expect(try await single(row) == Array(text.utf8))
      let raw = try await raw(row)
      #expect(raw.body == latinBytes(text))
      #expect(raw.header("Content-Type") == "text/plain;charset=ISO-8859-1")
    }
  }

  /// One that was stored as a file, in one piece, has no rows below it and is like any other file.
  @Test func `a mail in a mail has no content, but is put together when it is downloaded`() async throws {
    for row in try await files(#"[{"field":"ContentType","operator":"LIKE","value":"message/"}]"#) {
      guard let mail = try await children(of: row).first else { continue }
      #expect(try row.string("Content").isEmpty)
      #expect(try row.string("ContentLength") == "0")
      #expect(try await site.get("attachment/\(row.string("id"))")["Content"]?.isNull == true)
      try await compare(String(decoding: raw(row).body, as: UTF8.self), with: mail)
    }
  }

  /// The head's lines are those stored with the mail, and the content of its parts follows.
  private func compare(_ text: String, with mail: JSONNode) async throws {
    let head = try #require(text.components(separatedBy: "\n\n").first).components(separatedBy: "\n")
    let stored = try mail.string("Headers").components(separatedBy: "\n")
    for line in stored where ["Message-ID:", "Subject:"].contains(where: line.hasPrefix) {
      #expect(head.contains(line))
    }
    let type = try mail.string("ContentType")
    #expect(head.contains { $0.hasPrefix("Content-Type: \(type)") })
    if type.hasPrefix("multipart/") { #expect(text.hasSuffix("--\n")) }
    for part in try await [mail] + children(of: mail) {
      switch (try part.string("ContentType"), try part.string("Filename")) {
      case ("text/plain", ""): #expect(try text.contains(part.string("Content")))
      case (_, ""): break
      default:
        #expect(try text.contains("name=\"\(part.string("Filename"))\""))
        guard try part.string("Headers").contains("Transfer-Encoding: base64") else { break }
        #expect(try await text.replacing("\n", with: "").contains(Data(raw(part).body).base64EncodedString()))
      }
    }
  }

  // MARK: The three ways to the bytes

  private func files(_ query: String) async throws -> [JSONNode] {
    let fields = "TransactionId,Filename,ContentType,ContentLength,Content,Headers"
    return try await site.attachments(query, fields: fields).items
  }

  private func children(of row: JSONNode) async throws -> [JSONNode] {
    try await files(#"[{"field":"Parent","value":\#(row.string("id"))}]"#)
  }

  private func single(_ row: JSONNode) async throws -> [UInt8] {
    let content = try await site.get("attachment/\(row.string("id"))").string("Content")
    return Array(try #require(Data(base64Encoded: content, options: .ignoreUnknownCharacters)))
  }

  private func raw(_ row: JSONNode) async throws -> HTTPResponse {
    let path = try "/Ticket/Attachment/\(row.string("TransactionId"))/\(row.string("id"))/x"
    return try await site.send(HTTPRequest(.get, path))
  }
}

/// Nil when a character is beyond Latin-1.
func latinBytes(_ text: String) -> [UInt8]? {
  let bytes = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
  return bytes.count == text.unicodeScalars.count ? bytes : nil
}
