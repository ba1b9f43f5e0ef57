/// One JSON text and an index of its values, read without copying or converting any of them.
///
/// A migration passes most values (bodies, headers) through as they came, so only the values that are asked for
/// are decoded; everything else is copied out byte for byte. A class, so that the nodes of one document
/// share its bytes by one reference; immutable, so that any task may read it. What it and its nodes offer is public,
/// because the compiler makes the functions of another module part of their callers only if they are.
public final class JSONDocument: Sendable {
  public let bytes: [UInt8]
  public let tokens: [JSONToken]
  /// No white space lies between its values, so that each of them is written as it was read.
  let isCompact: Bool

  /// Reads a whole text; anything but one value between white space is an error.
  package init(_ bytes: [UInt8]) throws(JSONError) {
    self.bytes = bytes
    if let offset = bytes.withUnsafeBufferPointer({ firstMalformedUTF8(in: $0) }) {
      throw JSONError("malformed UTF-8", at: offset, in: bytes)
    }
    do {
      (tokens, isCompact, _) = try bytes.withUnsafeBufferPointer { buffer throws(JSONScanner.Fault) in
        try JSONScanner.scan(buffer)
      }
    } catch {
      throw JSONError(error.reason, at: error.offset, in: bytes)
    }
  }

  /// The beginning of a text, up to where some members have all come. It reads as if the text ended there; what follows is
  /// not looked at, but for the last byte. All of a text that has not all of them.
  /// - Parameter depth: whose members they are: 0 the whole's, 1 those of one of its members.
  /// - Returns: nil where it is no JSON so far, or does not end as an object does.
  init?(beginningOf bytes: [UInt8], until members: [String], depth: Int) {
    guard bytes.last == UInt8(ascii: "}") else { return nil }
    self.bytes = bytes
    let scanned = bytes.withUnsafeBufferPointer { buffer in
      let scanned = try? JSONScanner.scan(buffer, until: members, depth: depth)
      return scanned.flatMap {
        firstMalformedUTF8(in: UnsafeBufferPointer(rebasing: buffer[..<$0.end])) == nil ? $0 : nil
      }
    }
    guard let scanned else { return nil }
    (tokens, isCompact) = (scanned.tokens, scanned.isCompact)
  }

  package convenience init(_ text: String) throws(JSONError) {
    try self.init(Array(text.utf8))
  }

  package var root: JSONNode { JSONNode(document: self, index: 0) }
}

/// Where one value, or one key, lies in the bytes, and which token follows it.
public struct JSONToken: Sendable {
  public enum Kind: UInt8, Sendable {
    case null
    case `true`
    case `false`
    case number
    /// A string without an escape: its bytes are its text.
    case plainString
    case escapedString
    case array
    case object
  }

  public let kind: Kind
  /// Byte offsets; a string's quotes are included.
  public let start: UInt32
  public internal(set) var end: UInt32
  /// Index of the token behind this value and all that it holds.
  public internal(set) var next: UInt32
}
