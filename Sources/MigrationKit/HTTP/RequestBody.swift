extension HTTPRequest {
  /// What a request sends. Its length is known before the first byte leaves, so the server is told.
  package enum Body: Sendable {
    case bytes([UInt8])
    /// Streamed from a file that must not change meanwhile; one of another length is an error, not sent.
    case file(path: String, byteCount: Int)
    /// One after the other. See `MultipartForm` and `JSONFiles`.
    case segments([Segment])
  }

  /// A part of a body. `byteCount` is the length of the file, for which the same holds as for a body.
  package enum Segment: Sendable, Equatable {
    case bytes([UInt8])
    case file(path: String, byteCount: Int)
    case base64File(path: String, byteCount: Int)
  }
}

extension HTTPRequest.Body {
  package var byteCount: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .file(_, let byteCount): byteCount
    case .segments(let segments): segments.reduce(0) { $0 + $1.byteCount }
    }
  }

  var holdsFile: Bool {
    switch self {
    case .bytes: false
    case .file: true
    case .segments(let segments): segments.contains { $0.path != nil }
    }
  }
}

extension HTTPRequest.Segment {
  /// As it is sent.
  var byteCount: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .file(_, let byteCount): byteCount
    case .base64File(_, let byteCount): (byteCount + 2) / 3 * 4
    }
  }

  /// Nil without a file.
  package var path: String? {
    switch self {
    case .bytes: nil
    case .file(let path, _), .base64File(let path, _): path
    }
  }
}

/// 128 random bits in hexadecimal: nothing that is sent holds it already.
func randomMark() -> String {
  (0..<4).map { _ in
    let digits = String(UInt32.random(in: .min ... .max), radix: 16)
    return String(repeating: "0", count: 8 - digits.count) + digits
  }.joined()
}
