import Foundation

/// Wakes a thread that sleeps in `poll`: a pipe to itself.
///
/// A class, because it owns two descriptors and closes them at the end. Ringing it is a single system call, so any task
/// may.
final class Bell: Sendable {
  /// Becomes readable when it rings.
  let socket: Int32
  private let rope: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { preconditionFailure("no descriptor is left for the engine's pipe") }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    (socket, rope) = (ends[0], ends[1])
  }

  deinit {
    close(socket)
    close(rope)
  }

  /// A pipe that is full already rings.
  func ring() {
    var byte: UInt8 = 1
    _ = write(rope, &byte, 1)
  }

  func quiet() {
    var bytes = [UInt8](repeating: 0, count: 64)
    while read(socket, &bytes, bytes.count) == bytes.count {}
  }
}
