import Foundation
import Synchronization

/// A file without a name, which the system removes with the last who has it open, however that one ends.
///
/// A class, because it owns an open file.
final class TemporaryFile: Sendable {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private let descriptor: Int32
  private let length = Mutex(0)

  init() throws(Failure) {
    let folder = FileManager.default.temporaryDirectory.path(percentEncoded: false)
    var path = Array("\(folder)/sandbox-XXXXXX".utf8CString)
    descriptor = mkstemp(&path)
    guard descriptor >= 0 else { throw Failure(description: "no file in \(folder): \(lastErrorText())") }
    unlink(path)
  }

  deinit { close(descriptor) }

  /// Where in the file the bytes are now.
  func append(_ bytes: some ContiguousBytes) throws(Failure) -> Range<Int> {
    let count = bytes.withUnsafeBytes(\.count)
    let start = length.withLock { length in
      defer { length += count }
      return length
    }
    let isWritten = bytes.withUnsafeBytes { buffer in
      moves(buffer.count) { done in
        pwrite(descriptor, buffer.baseAddress?.advanced(by: done), count - done, off_t(start + done))
      }
    }
    guard isWritten else { throw Failure(description: "a temporary file is full: \(lastErrorText())") }
    return start..<(start + count)
  }

  func read(_ range: Range<Int>) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      let isRead = moves(range.count) { done in
        pread(
          descriptor, buffer.baseAddress?.advanced(by: done), range.count - done,
          off_t(range.lowerBound + done))
      }
      count = isRead ? range.count : 0
    }
  }

  /// Calls until so many bytes are moved; false at an error.
  private func moves(_ count: Int, _ move: (Int) -> Int) -> Bool {
    var done = 0
    while done < count {
      let moved = move(done)
      guard moved > 0 else { return false }
      done += moved
    }
    return true
  }
}

/// A stretch of a temporary file.
struct StoredBytes: Sendable {
  let file: TemporaryFile
  let offset: Int
  let count: Int

  var stream: WebStream {
    WebStream(byteCount: count) { [file, offset] range in
      file.read((offset + range.lowerBound)..<(offset + range.upperBound))
    }
  }
}

private func lastErrorText() -> String { String(cString: strerror(errno)) }
