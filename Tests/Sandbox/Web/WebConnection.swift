#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One connection: requests are read and answered in turn until either side has had enough.
struct WebConnection {
  static let headLimit = 64 << 10
  static let bodyLimit = 64 << 20

  private let socket: Int32
  /// Received, not yet used.
  private var received: [UInt8] = []

  init(socket: Int32) {
    self.socket = socket
    #if canImport(Darwin)
      var yes: Int32 = 1
      setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  func serve(_ application: any WebApplication) {
    var connection = self
    while connection.answerOne(application) {}
  }

  /// False when the connection is over.
  private mutating func answerOne(_ application: any WebApplication) -> Bool {
    do {
      guard let request = try readRequest() else { return false }
      let wantsMore = request.header("Connection")?.lowercased() != "close"
      let response = application.respond(to: request)
      return send(response, to: request.method, keepingAlive: wantsMore) && wantsMore
    } catch {
      let status = (error as? WebFault)?.status ?? 400
      _ = send(WebResponse(status: status), to: "GET", keepingAlive: false)
      return false
    }
  }
}

/// A request that cannot be understood: answered with `status`, and the connection closed.
private struct WebFault: Error {
  let status: Int
}

// MARK: Reading

extension WebConnection {
  /// Nil when the client has closed the connection between two requests.
  private mutating func readRequest() throws -> WebRequest? {
    guard let head = try readHead() else { return nil }
    var request = try WebRequest(head: head)
    if request.header("Expect")?.lowercased() == "100-continue" {
      _ = write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8))
    }
    request.body = try readBody(of: request)
    return request
  }

  private mutating func readHead() throws -> String? {
    var searched = 0
    while true {
      if let end = received.endOfHead(from: searched) {
        defer { received.removeFirst(end) }
        return String(decoding: received[..<(end - 4)], as: UTF8.self)
      }
      guard received.count <= Self.headLimit else { throw WebFault(status: 431) }
      searched = max(0, received.count - 3)
      guard receive() else { return nil }
    }
  }

  private mutating func readBody(of request: WebRequest) throws -> [UInt8] {
    if request.header("Transfer-Encoding")?.lowercased() == "chunked" { return try readChunks() }
    guard let length = request.header("Content-Length") else { return [] }
    guard let count = Int(length), count >= 0 else { throw WebFault(status: 400) }
    guard count <= Self.bodyLimit else { throw WebFault(status: 413) }
    return try take(count)
  }

  private mutating func readChunks() throws -> [UInt8] {
    var body: [UInt8] = []
    while true {
      let size = try readLine().prefix { $0 != ";" }
      guard let count = Int(size, radix: 16), count >= 0 else { throw WebFault(status: 400) }
      guard count <= Self.bodyLimit - body.count else { throw WebFault(status: 413) }
      guard count > 0 else { break }
      body += try take(count)
      guard try readLine().isEmpty else { throw WebFault(status: 400) }
    }
    while try !readLine().isEmpty {}
    return body
  }

  private mutating func readLine() throws -> String {
    while true {
      if let end = received.firstIndex(of: UInt8(ascii: "\n")) {
        defer { received.removeFirst(end + 1) }
        let line = received[..<end]
        return String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
      }
      guard received.count <= Self.headLimit, receive() else { throw WebFault(status: 400) }
    }
  }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    while received.count < count {
      guard receive() else { throw WebFault(status: 400) }
    }
    defer { received.removeFirst(count) }
    return Array(received[..<count])
  }

  private mutating func receive() -> Bool {
    let count = withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 1) { buffer in
      let count = recv(socket, buffer.baseAddress, buffer.count, 0)
      if count > 0 { received.append(contentsOf: buffer[..<count]) }
      return count
    }
    return count > 0
  }
}

// MARK: Writing

extension WebConnection {
  private func send(_ response: WebResponse, to method: String, keepingAlive: Bool) -> Bool {
    let isChunked = response.headers.contains { $0.name == "Transfer-Encoding" }
    let hasBody = method != "HEAD" && response.status != 204 && response.status != 304
    var bytes = Array(head(of: response, isChunked: isChunked, keepingAlive: keepingAlive).utf8)
    if hasBody { bytes += isChunked ? chunked(response.body) : response.body }
    return write(bytes)
  }

  private func head(of response: WebResponse, isChunked: Bool, keepingAlive: Bool) -> String {
    var lines = ["HTTP/1.1 \(response.status) \(reasonPhrase(response.status))"]
    lines += response.headers.map { "\($0.name): \($0.value)" }
    if !isChunked, response.status != 204, response.status != 304 {
      lines.append("Content-Length: \(response.body.count)")
    }
    lines.append("Connection: \(keepingAlive ? "keep-alive" : "close")")
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }

  private func chunked(_ body: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: body.count, by: 64 << 10) {
      let chunk = body[start..<min(start + 64 << 10, body.count)]
      bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
    }
    return bytes + Array("0\r\n\r\n".utf8)
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = sendBytes(socket, UnsafeRawBufferPointer(rebasing: buffer[sent...]))
        if count <= 0 { return false }
        sent += count
      }
      return true
    }
  }
}

/// A client that has gone away is an error to return, not a signal that ends the process.
private func sendBytes(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Glibc)
    send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
  #else
    send(socket, bytes.baseAddress, bytes.count, 0)
  #endif
}

extension [UInt8] {
  /// Index behind the empty line that ends a request's head.
  fileprivate func endOfHead(from start: Int) -> Int? {
    let mark = Array("\r\n\r\n".utf8)
    guard count >= start + mark.count else { return nil }
    return (start...(count - mark.count)).first { self[$0..<($0 + 4)].elementsEqual(mark) }.map { $0 + 4 }
  }
}
