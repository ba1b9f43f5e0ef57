/// How an answer leaves the server.
package enum WebDelivery: Sendable, Equatable {
  case whole
  /// The connection is closed after so many bytes of head and body. 0: without a word.
  case cut(after: Int)
  /// The same by a reset (RST), which can take from the visitor even what had arrived.
  case reset(after: Int)
  /// In pieces of so many bytes, with pauses between them.
  case drip(byteCount: Int, pause: Duration)

  /// How many bytes are sent at most; nil: all.
  var limit: Int? {
    switch self {
    case .whole, .drip: nil
    case .cut(let limit), .reset(let limit): limit
    }
  }
}

/// Whether a request's body is waited for.
package enum WebReception: Sendable, Equatable {
  case whole
  /// The connection is reset when so many bytes of the body have come; or after the head, when it has fewer.
  case hangUp(afterByteCount: Int)
}
