import Foundation
import Synchronization

/// A web server on a loopback port that answers as badly as a test wants, and counts what arrived in full.
///
/// A class, because its threads and the test share it.
final class FaultServer: Sendable {
  /// A request that arrived with its whole body.
  struct Arrival: Sendable {
    /// Counted from 0, over all connections.
    let number: Int
    /// Counted from 0.
    let connection: Int
    /// Counted from 0, on its connection.
    let position: Int
    /// Request line and headers, each with its line break.
    let head: String
    let body: [UInt8]

    var method: String { String(head.prefix { $0 != " " }) }
    /// Path and query.
    var target: String { head.split(separator: " ").dropFirst().first.map(String.init) ?? "" }

    /// Nil when the request has no such header.
    func header(_ name: String) -> String? {
      head.split(separator: "\r\n").first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
        .map { String($0.dropFirst(name.count + 2)) }
    }
  }

  enum Action: Sendable {
    /// Sends these bytes and waits for the next request.
    case send(String)
    case sendBytes([UInt8])
    /// Sends these bytes and closes the connection: the way to cut a body.
    case sendAndClose(String)
    case close
    /// Sends these bytes, then one more again and again, with so much time between, until the other side is gone.
    case drip(after: String, pause: Duration)
    /// Sends these bytes, then says nothing more until the other side or the test ends.
    case stall(after: String)

    static func ok(_ body: String = "ok", headers: [String] = []) -> Action {
      reply(200, body, headers: headers)
    }

    static func reply(_ status: Int, _ body: String = "", headers: [String] = []) -> Action {
      let lines = ["HTTP/1.1 \(status) Reason", "Content-Length: \(body.utf8.count)"] + headers
      return .send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }
  }

  private struct State {
    var arrivals: [Arrival] = []
    var connections: [Int32] = []
    var openCount = 0
    var isOpen = true
  }

  let port: Int
  private let listener: Int32
  private let respond: @Sendable (Arrival) -> Action
  private let onClose: @Sendable (Int) -> Void
  private let state = Mutex(State())

  /// `onClose` gets the number of connections that are still open.
  init(
    _ respond: @escaping @Sendable (Arrival) -> Action, onClose: @escaping @Sendable (Int) -> Void = { _ in }
  ) throws {
    (listener, port) = try LoopbackSocket.listen()
    self.respond = respond
    self.onClose = onClose
    Thread.detachNewThread { [self] in acceptConnections() }
  }

  var base: String { "http://127.0.0.1:\(port)" }
  var arrivals: [Arrival] { state.withLock { $0.arrivals } }
  var connectionCount: Int { state.withLock { $0.connections.count } }
  /// How many connections are open now.
  var openCount: Int { state.withLock { $0.openCount } }

  func stop() {
    state.withLock { state in
      state.isOpen = false
      state.connections.filter { $0 >= 0 }.forEach(LoopbackSocket.interrupt)
    }
  }

  private func acceptConnections() {
    while let descriptor = LoopbackSocket.nextConnection(listener, while: { state.withLock { $0.isOpen } }) {
      let number = state.withLock { state in
        state.connections.append(descriptor)
        state.openCount += 1
        return state.connections.count - 1
      }
      Thread.detachNewThread { [self] in serve(descriptor, connection: number) }
    }
    LoopbackSocket.close(listener)
  }

  private func serve(_ descriptor: Int32, connection: Int) {
    var reader = RequestReader(descriptor: descriptor)
    var position = 0
    while let (head, body) = reader.next() {
      let arrival = state.withLock { state in
        let number = state.arrivals.count
        state.arrivals.append(
          Arrival(number: number, connection: connection, position: position, head: head, body: body))
        return state.arrivals[number]
      }
      position += 1
      guard perform(respond(arrival), on: descriptor) else { break }
    }
    let left = state.withLock { state in
      state.connections[connection] = -1
      state.openCount -= 1
      LoopbackSocket.close(descriptor)
      return state.openCount
    }
    onClose(left)
  }

  /// False when the connection is to be closed.
  private func perform(_ action: Action, on descriptor: Int32) -> Bool {
    switch action {
    case .send(let text): LoopbackSocket.send(descriptor, Array(text.utf8))
    case .sendBytes(let bytes): LoopbackSocket.send(descriptor, bytes)
    case .sendAndClose(let text):
      LoopbackSocket.send(descriptor, Array(text.utf8))
      return false
    case .close: return false
    case .drip(let text, let pause):
      LoopbackSocket.send(descriptor, Array(text.utf8))
      while LoopbackSocket.send(descriptor, [0x78]) { Thread.sleep(forTimeInterval: pause / .seconds(1)) }
      return false
    case .stall(let text):
      LoopbackSocket.send(descriptor, Array(text.utf8))
      while !LoopbackSocket.receive(descriptor).isEmpty {}
      return false
    }
    return true
  }
}

/// Takes complete requests from a connection; a request without its whole body is none.
private struct RequestReader {
  let descriptor: Int32
  private var rest: [UInt8] = []

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  mutating func next() -> (head: String, body: [UInt8])? {
    let end = Array("\r\n\r\n".utf8)
    var range = rest.firstRange(of: end)
    while range == nil {
      guard receive() else { return nil }
      range = rest.firstRange(of: end)
    }
    guard let range else { return nil }
    let head = String(decoding: rest[..<(range.lowerBound + 2)], as: UTF8.self)
    rest.removeSubrange(..<range.upperBound)
    let length = bodyLength(head)
    while rest.count < length {
      guard receive() else { return nil }
    }
    defer { rest.removeFirst(length) }
    return (head, Array(rest.prefix(length)))
  }

  private mutating func receive() -> Bool {
    let bytes = LoopbackSocket.receive(descriptor)
    rest += bytes
    return !bytes.isEmpty
  }

  private func bodyLength(_ head: String) -> Int {
    let line = head.split(separator: "\r\n").first { $0.lowercased().hasPrefix("content-length:") }
    return line.flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
  }
}
