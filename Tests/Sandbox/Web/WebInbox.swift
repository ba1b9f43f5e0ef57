import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Messages from other threads to a loop that waits for sockets: a pipe tells it that there are some.
///
/// A class, because it owns the pipe.
final class WebInbox: Sendable {
  typealias Message = @Sendable (WebLoop) -> Void

  /// Readable when there are messages.
  let socket: Int32
  private let bell: Int32
  private let messages = Mutex<[Message]>([])

  init() {
    var ends: [Int32] = [-1, -1]
    let status = pipe(&ends)
    precondition(status == 0, "no pipe: \(String(cString: strerror(errno)))")
    (socket, bell) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    close(socket)
    close(bell)
  }

  func post(_ message: @escaping Message) {
    messages.withLock { messages in
      messages.append(message)
      // Within the lock, so that a pipe never holds more than one byte.
      if messages.count == 1 { _ = [UInt8(1)].withUnsafeBytes { write(bell, $0.baseAddress, 1) } }
    }
  }

  func taken() -> [Message] {
    messages.withLock { messages in
      var byte: UInt8 = 0
      _ = read(socket, &byte, 1)
      defer { messages = [] }
      return messages
    }
  }
}
