import Foundation
import Synchronization

/// Takes in requests of any length without keeping them, and answers each with 200 when it is complete.
///
/// A class, because its thread and the test share it.
final class DrainServer: Sendable {
  let port: Int
  private let listener: Int32
  private let received = Mutex(0)
  private let isOpen = Mutex(true)

  init() throws {
    (listener, port) = try LoopbackSocket.listen()
    Thread.detachNewThread { [self] in
      while let connection = LoopbackSocket.nextConnection(listener, while: { isOpen.withLock { $0 } }) {
        Thread.detachNewThread { [self] in drain(connection) }
      }
      LoopbackSocket.close(listener)
    }
  }

  var base: String { "http://127.0.0.1:\(port)" }
  /// Of all requests, heads included.
  var byteCount: Int { received.withLock { $0 } }

  func stop() { isOpen.withLock { $0 = false } }

  private func drain(_ connection: Int32) {
    var head: [UInt8] = []
    /// Of the body; nil before the head is complete.
    var missing: Int?
    while case let bytes = LoopbackSocket.receive(connection), !bytes.isEmpty {
      received.withLock { $0 += bytes.count }
      if let count = missing {
        missing = count - bytes.count
      } else {
        head += bytes
        missing = Self.missing(head)
      }
      guard missing == 0 else { continue }
      LoopbackSocket.send(connection, Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".utf8))
      (head, missing) = ([], nil)
    }
    LoopbackSocket.close(connection)
  }

  private static func missing(_ bytes: [UInt8]) -> Int? {
    guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
    let length = head.firstMatch(of: /content-length: (\d+)/.ignoresCase()).flatMap { Int($0.output.1) }
    return (length ?? 0) - (bytes.count - end.upperBound)
  }
}
