import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

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
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      #else
        let count = Darwin.read(descriptor, bytes.baseAddress, bytes.count)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { return -Int(errno) }
    }
  }

  /// Returns the number of bytes, or an error's number below zero.
  private func writeAll(_ bytes: UnsafeRawBufferPointer) -> Int {
    var written = 0
    while written < bytes.count {
      let part = UnsafeRawBufferPointer(rebasing: bytes[written...])
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, part.baseAddress, part.count)
      #else
        let count = Darwin.write(descriptor, part.baseAddress, part.count)
      #endif
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
    #if canImport(Glibc)
      let result = fdatasync(descriptor)
    #else
      let result = fsync(descriptor)
    #endif
    guard result == 0 else { throw FileError(path, "save", code: errno) }
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

/// What went wrong with a file or folder.
package struct FileError: Error, Equatable, CustomStringConvertible {
  package let path: String
  package let reason: String

  package init(path: String, reason: String) {
    self.path = path
    self.reason = reason
  }

  init(_ path: String, _ action: String, code: Int32) {
    self.path = path
    let advice =
      switch code {
      case ENOENT: " (is it the right folder? run the stage before this one first)"
      case ENOSPC, EDQUOT: "; make room and run the same command again"
      case EACCES, EPERM, EROFS: "; give this user the right to it and run the same command again"
      default: ""
      }
    reason = "cannot \(action) it: \(String(cString: strerror(code)))\(advice)"
  }

  package var description: String { "\(path): \(reason)" }
}

/// What is asked of folders and whole files.
package enum Disk {
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Makes the folder and those above it.
  package static func makeFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw FileError(path, "make", code: errno)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError(path, "make", code: errno) }
  }

  /// Gives a file its final name, replacing what has it; all or nothing, also across a crash.
  package static func rename(_ path: String, to destination: String) throws(FileError) {
    #if canImport(Glibc)
      let result = Glibc.rename(path, destination)
    #else
      let result = Darwin.rename(path, destination)
    #endif
    guard result == 0 else { throw FileError(path, "rename", code: errno) }
  }

  /// Removes a file; that it is not there is fine.
  package static func remove(_ path: String) throws(FileError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw FileError(path, "remove", code: errno) }
  }

  /// The names in a folder; none when there is no such folder.
  package static func files(in path: String) throws(FileError) -> [String] {
    guard exists(path) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw FileError(path: path, reason: "cannot list it: \(error.localizedDescription)")
    }
  }

  /// Nil when there is no such file.
  package static func byteCount(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// The whole of a small file (configuration, manifest, secret).
  package static func contents(_ path: String) throws(FileError) -> [UInt8] {
    let file = try OpenFile(path, .reading)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = try file.read(into: &buffer)
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// Replaces a small file as a whole: readers see the old or the new one, never half.
  package static func replace(_ path: String, with text: String) throws(FileError) {
    let file = try OpenFile(path + ".partial", .replacing)
    try file.write(text.utf8)
    try file.synchronize()
    try rename(path + ".partial", to: path)
  }
}
