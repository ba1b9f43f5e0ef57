import Foundation
import MigrationKit

extension RequestTracker {
  /// One part of a message: RT keeps each node of its MIME tree as a row.
  struct Attachment: Record {
    static let kind = "attachment"
    static let columns = [
      "TransactionId", "Parent", "MessageId", "Subject", "Filename", "ContentType", "Headers", "Content",
      "Created", "Creator",
    ]
    let id: Int
    let transaction: Int
    /// 0 at the root of a message.
    let parent: Int
    let messageID: String
    let subject: String
    let filename: String?
    let contentType: String
    /// Nil for a part that only holds others.
    let content: Content?
    let headers: String
    let creator: User
    let created: Int

    func column(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "id": .number(id)
      case "TransactionId": .number(transaction)
      case "Parent": archive.shelf.attachment(parent).map { .record($0) } ?? .fatal
      case "MessageId": .text(messageID)
      case "Subject": .text(subject)
      case "Filename": filename.map { .text($0) } ?? .null
      case "ContentType": .text(contentType)
      case "ContentLength": .number(content?.byteCount ?? 0)
      case "ContentEncoding": content == nil ? .null : .text("none")
      case "Headers": .text(headers)
      case "Content": content.map { .text(listedText(of: $0.bytes)) } ?? .null
      case "Created": .instant(created)
      case "Creator": .record(creator)
      default: nil
      }
    }

    func searchColumn(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "Parent": .number(parent)
      case "ContentLength", "ContentEncoding": nil
      default: column(name, in: archive)
      }
    }

    func ownColumn(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "TransactionId": archive.shelf.transaction(transaction).map { .record($0) }
      case "Parent": archive.shelf.attachment(parent).map { .record($0) } ?? .number(0)
      case "Content": .json(content.map { .string(base64Lines(ownBytes(of: $0.bytes))) } ?? .null)
      default: column(name, in: archive)
      }
    }

    func isVisible(to login: Login, in archive: Archive) -> Bool {
      archive.shelf.transaction(transaction)?.isVisible(to: login, in: archive) ?? false
    }
  }
}

/// Base64 in lines that each end with a line feed; of 76 characters, unless fewer bytes are to stand on one.
func base64Lines(_ bytes: [UInt8], bytesPerLine: Int = 57) -> String {
  stride(from: 0, to: bytes.count, by: bytesPerLine).map { start in
    Data(bytes[start..<min(start + bytesPerLine, bytes.count)]).base64EncodedString() + "\n"
  }.joined()
}
