import Foundation

/// Standard output or standard error, which may be a terminal, a pipe whose reader has gone, a file on a full disk, or
/// nothing at all: no failure to write ends the process.
enum StandardStream: Int32, Sendable {
  case output = 1
  case errors = 2

  /// A reader that has gone is then an error and no signal.
  static func prepare() { signal(SIGPIPE, SIG_IGN) }

  /// Writes all of it. A reader that is slow is waited for, also where it made the pipe one that does not block.
  func write(_ text: String) throws(StreamFault) {
    let code = Array(text.utf8).withUnsafeBytes { Self.writeAll($0, to: rawValue) }
    guard code == 0 else { throw StreamFault(stream: self, code: code) }
  }

  /// Returns the error's number; 0 when everything is written.
  static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int32 {
    var written = 0
    while written < bytes.count {
      let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: bytes[written...]))
      if count >= 0 {
        written += count
      } else if errno == EAGAIN || errno == EWOULDBLOCK {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wanted, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}

/// Why a standard stream does not take what is written.
package struct StreamFault: Error, Equatable, CustomStringConvertible {
  let stream: StandardStream
  let code: Int32

  /// Whoever read it has gone, as `head` does when it has seen enough.
  var isLostReader: Bool { code == EPIPE }

  package var description: String {
    "\(stream == .output ? "standard output" : "standard error"): \(String(cString: strerror(code)))"
  }
}
