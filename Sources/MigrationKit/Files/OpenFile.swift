import Foundation

/// An open file. The one place that speaks to the operating system about files; every failure names the path,
/// the cause and what to do.
///
/// A class because it owns a descriptor and closes it at the end. It has no state of its own, so any task may use it.
package final class OpenFile: Sendable {
  package enum Mode: Sendable {
    case reading
    /// Made when absent, emptied when present.
    case replacing
    /// Made when absent; writes go to the end.
    case appending
  }

  package let path: String
  private let descriptor: Int32

  package init(_ path: String, _ mode: Mode) throws(FileError) {
    let flags =
      switch mode {
      case .reading: O_RDONLY
      case .replacing: O_RDWR | O_CREAT | O_TRUNC
      case .appending: O_RDWR | O_CREAT | O_APPEND
      }
    let opened = open(path, flags | O_CLOEXEC, 0o644)
    guard opened >= 0 else { throw FileError(path, "open", code: errno) }
    descriptor = opened
    self.path = path
  }

  /// A file that was not there, in a folder that is made where it is missing; nil when there is one of this name.
  static func made(_ path: String) throws(FileError) -> OpenFile? {
    var descriptor = make(path)
    if descriptor < 0, errno == ENOENT {
      try Disk.makeFolder(above: path)
      descriptor = make(path)
    }
    if descriptor < 0, errno == EEXIST { return nil }
    guard descriptor >= 0 else { throw FileError(path, "make", code: errno) }
    return OpenFile(path, descriptor: descriptor)
  }

  private static func make(_ path: String) -> Int32 {
    open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
  }

  private init(_ path: String, descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  /// What the process was given by whoever started it. A copy of the descriptor, for closing it closes nothing else.
  package enum Stream: Int32, Sendable {
    case standardInput = 0
    case standardOutput = 1
  }

  package init(_ stream: Stream) throws(FileError) {
    path = stream == .standardInput ? "standard input" : "standard output"
    let copy = fcntl(stream.rawValue, F_DUPFD_CLOEXEC, 0)
    guard copy >= 0 else { throw FileError(path, "open", code: errno) }
    descriptor = copy
  }

  /// Unlocked by hand, because a lock outlives the closing while a process that is just being started shares it.
  deinit {
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Reads on from where the last read ended, into `buffer` from `start`. Returns the number of bytes read, 0 at
  /// the end of the file.
  package func read(into buffer: inout [UInt8], from start: Int = 0) throws(FileError) -> Int {
    let count = buffer.withUnsafeMutableBytes { bytes in
      readOnce(UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
    }
    return try checked(count, "read")
  }

  func read(into bytes: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try checked(readOnce(bytes), "read")
  }

  /// Writes all bytes, or fails.
  package func write(_ bytes: some Collection<UInt8>) throws(FileError) {
    _ = try checked(Array(bytes).withUnsafeBytes { writeAll($0) }, "write")
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    _ = try checked(writeAll(bytes), "write")
  }

  /// Returns the number of bytes, or an error's number below zero.
  private func readOnce(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
    while true {
      let count = systemRead(descriptor, bytes)
      if count >= 0 { return count }
      if errno != EINTR { return -Int(errno) }
    }
  }

  /// Returns the number of bytes, or an error's number below zero.
  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Int {
    var written = 0
    while written < bytes.count {
      let count = systemWrite(descriptor, UnsafeRawBufferPointer(rebasing: bytes[written...]))
      if count >= 0 { written += count } else if errno != EINTR { return -Int(errno) }
    }
    return written
  }

  private func checked(_ count: Int, _ action: String) throws(FileError) -> Int {
    guard count >= 0 else { throw FileError(path, action, code: Int32(-count)) }
    return count
  }

  /// Returns once the bytes written so far survive a power cut.
  package func synchronize() throws(FileError) {
    guard systemSynchronize(descriptor) == 0 else { throw FileError(path, "save", code: errno) }
  }

  /// The next read begins at this byte.
  package func seek(to byte: Int) throws(FileError) {
    guard lseek(descriptor, off_t(byte), SEEK_SET) >= 0 else { throw FileError(path, "search", code: errno) }
  }

  package func truncate(to byteCount: Int) throws(FileError) {
    guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw FileError(path, "cut", code: errno) }
  }

  package func byteCount() throws(FileError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError(path, "examine", code: errno) }
    return Int(status.st_size)
  }

  /// Takes the file for this process alone; false when another process has it. Released when the file is closed,
  /// so also by a crash.
  package func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }
}
