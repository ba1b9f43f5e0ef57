#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An answer on its way out, well or ill delivered.
struct WebOutgoing {
  enum Progress {
    case done
    /// The socket takes no more for now.
    case blocked
    /// The next drop falls after so long.
    case pausing(Duration)
    /// The visitor is gone.
    case failed
  }

  private static let pieceByteCount = 256 << 10

  let delivery: WebDelivery
  /// Whether the connection is to be used again.
  let keepsAlive: Bool
  let departed: (@Sendable () -> Void)?
  private let isChunked: Bool
  private let stream: WebStream?
  private var streamed = 0
  /// Bytes ready to be sent, and how many of them have been.
  private var ready: [UInt8]
  private var sent = 0
  /// How many bytes may still leave.
  private var allowance: Int

  init(_ response: WebResponse, to method: String, keepingAlive: Bool) {
    let hasBody = method != "HEAD" && response.status != 204 && response.status != 304
    isChunked = response.headers.contains { $0.name == "Transfer-Encoding" }
    stream = hasBody ? response.stream : nil
    delivery = response.delivery
    departed = response.departed
    keepsAlive = keepingAlive && response.delivery.limit == nil
    allowance = response.delivery.limit ?? .max
    ready = response.head(isChunked: isChunked, keepingAlive: keepingAlive)
    guard hasBody else { return }
    ready += isChunked ? chunk(response.body) : response.body
    if isChunked, stream == nil { ready += lastChunk }
  }

  /// Writes as much as the socket takes, but of a long answer not all at once, for others wait too.
  mutating func write(to socket: Int32) -> Progress {
    if sent == ready.count, !refill() { return .done }
    let wanted = min(ready.count - sent, allowance, drop?.byteCount ?? .max)
    guard wanted > 0 else { return .done }
    let count = ready.withUnsafeBytes {
      sendBytes(socket, UnsafeRawBufferPointer(rebasing: $0[sent..<(sent + wanted)]))
    }
    guard count > 0 || errno == EAGAIN || errno == EINTR else { return .failed }
    sent += max(count, 0)
    allowance -= max(count, 0)
    if isFinished { return .done }
    return drop.map { .pausing($0.pause) } ?? .blocked
  }

  /// Of an answer that falls in drops, whose time comes when the last has fallen, whatever the socket takes.
  var drop: (byteCount: Int, pause: Duration)? {
    if case .drip(let byteCount, let pause) = delivery { (byteCount, pause) } else { nil }
  }

  private var isFinished: Bool {
    allowance == 0 || sent == ready.count && streamed == stream?.byteCount ?? 0
  }

  /// False when there is nothing left to send.
  private mutating func refill() -> Bool {
    guard let stream, streamed < stream.byteCount else { return false }
    let end = min(streamed + Self.pieceByteCount, stream.byteCount)
    let piece = stream.bytes(streamed..<end)
    streamed = end
    ready = isChunked ? chunk(piece) + (end == stream.byteCount ? lastChunk : []) : piece
    sent = 0
    return true
  }
}

private let lastChunk = Array("0\r\n\r\n".utf8)

private func chunk(_ bytes: [UInt8]) -> [UInt8] {
  bytes.isEmpty ? [] : Array("\(String(bytes.count, radix: 16))\r\n".utf8) + bytes + Array("\r\n".utf8)
}

extension WebResponse {
  fileprivate func head(isChunked: Bool, keepingAlive: Bool) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(reasonPhrase(status))\r\n"
    for header in headers { text += "\(header.name): \(header.value)\r\n" }
    if !isChunked, status != 204, status != 304 {
      text += "Content-Length: \(body.count + (stream?.byteCount ?? 0))\r\n"
    }
    text += keepingAlive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n"
    return Array(text.utf8)
  }
}

/// A client that has gone away is an error to return, not a signal that ends the process.
func sendBytes(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Glibc)
    send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
  #else
    send(socket, bytes.baseAddress, bytes.count, 0)
  #endif
}
