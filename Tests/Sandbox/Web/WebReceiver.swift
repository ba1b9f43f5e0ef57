/// Puts the requests of one connection together from the bytes that arrive. Asks nobody for more.
struct WebReceiver {
  static let headLimit = 64 << 10
  static let bodyLimit = 4 << 30

  /// What the bytes so far have come to.
  enum Step {
    case needsMore
    /// A request's head; its body is to follow. Whoever is told may choose to hang up.
    case head(WebRequest)
    case whole(WebRequest)
    /// As much has come as was wanted before hanging up.
    case hangUp
  }

  private enum Phase {
    case head
    case body(remaining: Int)
    case chunkSize
    case chunk(remaining: Int)
    case chunkEnd
    case trailer
    case hangingUp(after: Int)
  }

  private var bytes: [UInt8] = []
  private var phase = Phase.head
  private var request: WebRequest?
  private var body = WebBody()
  private var requestCount = 0

  /// Received, not used yet.
  var byteCount: Int { bytes.count }

  /// Whether a request has begun to arrive and is not whole.
  var isInBody: Bool { if case .head = phase { false } else { true } }

  mutating func take(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

  mutating func hangUp(after byteCount: Int) {
    phase = .hangingUp(after: min(byteCount, request?.announcedByteCount ?? 0))
  }

  mutating func step() throws -> Step {
    while true {
      switch phase {
      case .head: return try readHead().map { .head($0) } ?? .needsMore
      case .hangingUp(let count): return bytes.count < count ? .needsMore : .hangUp
      case .body(let remaining):
        try takeBody(remaining) { .body(remaining: $0) }
        guard case .body(0) = phase else { return .needsMore }
        return whole()
      case .chunk(let remaining):
        try takeBody(remaining) { .chunk(remaining: $0) }
        guard case .chunk(0) = phase else { return .needsMore }
        phase = .chunkEnd
      case .chunkSize, .chunkEnd, .trailer:
        guard let line = try readLine() else { return .needsMore }
        if try isLast(line) { return whole() }
      }
    }
  }
}

extension WebReceiver {
  private mutating func readHead() throws -> WebRequest? {
    guard let end = bytes.endOfHead else {
      guard bytes.count <= Self.headLimit else { throw WebFault(status: 431) }
      return nil
    }
    var head = try WebRequest(head: bytes[..<(end - 4)])
    bytes.removeFirst(end)
    requestCount += 1
    head.ordinal = requestCount
    request = head
    phase = try head.isChunked ? .chunkSize : .body(remaining: bodyLength(of: head))
    return head
  }

  private func bodyLength(of head: WebRequest) throws -> Int {
    guard let length = head.header("Content-Length") else { return 0 }
    guard let count = Int(length), count >= 0 else { throw WebFault(status: 400) }
    guard count <= Self.bodyLimit else { throw WebFault(status: 413) }
    return count
  }

  private mutating func takeBody(_ remaining: Int, _ next: (Int) -> Phase) throws {
    let count = min(remaining, bytes.count)
    try body.append(bytes[..<count])
    bytes.removeFirst(count)
    phase = next(remaining - count)
  }

  private mutating func readLine() throws -> String? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else {
      guard bytes.count <= Self.headLimit else { throw WebFault(status: 400) }
      return nil
    }
    defer { bytes.removeFirst(end + 1) }
    let line = bytes[..<end]
    return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
  }

  /// Whether this line between the chunks ends the body.
  private mutating func isLast(_ line: String) throws -> Bool {
    switch phase {
    case .chunkSize:
      guard let count = Int(line.prefix { $0 != ";" }, radix: 16), count >= 0 else {
        throw WebFault(status: 400)
      }
      guard count <= Self.bodyLimit - body.byteCount else { throw WebFault(status: 413) }
      phase = count > 0 ? .chunk(remaining: count) : .trailer
      return false
    case .chunkEnd:
      guard line.isEmpty else { throw WebFault(status: 400) }
      phase = .chunkSize
      return false
    default: return line.isEmpty
    }
  }

  private mutating func whole() -> Step {
    guard var request else { return .needsMore }
    (request.body, request.spool) = body.taken()
    phase = .head
    return .whole(request)
  }
}

/// A request that cannot be understood: answered with `status`, and the connection closed.
struct WebFault: Error {
  let status: Int
}

extension WebRequest {
  fileprivate var announcedByteCount: Int { header("Content-Length").flatMap { Int($0) } ?? 0 }
  fileprivate var isChunked: Bool { header("Transfer-Encoding")?.lowercased() == "chunked" }
}

extension [UInt8] {
  /// Index behind the empty line that ends a request's head.
  fileprivate var endOfHead: Int? {
    guard count >= 4 else { return nil }
    var index = 3
    while index < count {
      // Of four bytes the last tells how far the mark may be away.
      switch self[index] {
      case UInt8(ascii: "\n"):
        if self[index - 1] == UInt8(ascii: "\r"), self[index - 2] == UInt8(ascii: "\n"),
          self[index - 3] == UInt8(ascii: "\r")
        {
          return index + 1
        }
        index += 2
      case UInt8(ascii: "\r"): index += 1
      default: index += 4
      }
    }
    return nil
  }
}
