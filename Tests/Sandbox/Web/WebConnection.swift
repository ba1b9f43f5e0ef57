#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One connection: requests are read and answered in turn until either side has had enough.
struct WebConnection {
  static let headLimit = 64 << 10
  static let bodyLimit = 64 << 20

  let socket: Int32
  /// Received, not yet used.
  private var received: [UInt8] = []
  private var requestCount = 0

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
      guard let request = try readRequest(for: application) else { return false }
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
  /// Nil when the client has closed the connection between two requests, or the server hangs up.
  private mutating func readRequest(for application: any WebApplication) throws -> WebRequest? {
    guard let head = try readHead() else { return nil }
    var request = try WebRequest(head: head)
    if request.header("Expect")?.lowercased() == "100-continue" {
      _ = write(Array("HTTP/1.1 100 Continue\r\n\r\n".utf8)[...])
    }
    requestCount += 1
    request.ordinal = requestCount
    if case .hangUp(let count) = application.reception(of: request) {
      while received.count < min(count, request.announcedByteCount), receive() {}
      resetWhenClosed()
      return nil
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

extension WebRequest {
  fileprivate var announcedByteCount: Int { header("Content-Length").flatMap { Int($0) } ?? 0 }
}

extension [UInt8] {
  /// Index behind the empty line that ends a request's head.
  fileprivate func endOfHead(from start: Int) -> Int? {
    let mark = Array("\r\n\r\n".utf8)
    guard count >= start + mark.count else { return nil }
    return (start...(count - mark.count)).first { self[$0..<($0 + 4)].elementsEqual(mark) }.map { $0 + 4 }
  }
}
