#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that a body is read from or written to; errors are sentences that name the file and the cause.
struct TransferFile: ~Copyable {
  struct Failure: Error {
    let sentence: String
  }

  /// -1 once it is closed.
  private var descriptor: Int32
  private let path: String

  init(reading path: String) throws(Failure) {
    try self.init(path, flags: O_RDONLY, verb: "read")
  }

  /// Makes the file, or empties the one that is there.
  init(writing path: String) throws(Failure) {
    try self.init(path, flags: O_WRONLY | O_CREAT | O_TRUNC, verb: "write")
  }

  private init(_ path: String, flags: Int32, verb: String) throws(Failure) {
    descriptor = open(path, flags | O_CLOEXEC, 0o666)
    self.path = path
    guard descriptor >= 0 else { throw Self.failure(verb, path) }
  }

  deinit {
    if descriptor >= 0 { _ = close(descriptor) }
  }

  func byteCount() throws(Failure) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure("read", path) }
    return Int(status.st_size)
  }

  /// 0 at the end of the file.
  func read(into bytes: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      #else
        let count = Darwin.read(descriptor, bytes.baseAddress, bytes.count)
      #endif
      if count >= 0 { return count }
      guard errno == EINTR else { throw Self.failure("read", path) }
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var rest = bytes
    while !rest.isEmpty {
      #if canImport(Glibc)
        let count = Glibc.write(descriptor, rest.baseAddress, rest.count)
      #else
        let count = Darwin.write(descriptor, rest.baseAddress, rest.count)
      #endif
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno != EINTR {
        throw Self.failure("write", path)
      }
    }
  }

  /// Some file systems (NFS) tell only here that the disk is full.
  mutating func finish() throws(Failure) {
    let result = close(descriptor)
    descriptor = -1
    guard result == 0 else { throw Self.failure("write", path) }
  }

  /// Reads `errno`, so it comes right after the call that failed.
  private static func failure(_ verb: String, _ path: String) -> Failure {
    let code = errno
    let advice = code == ENOSPC || code == EDQUOT ? "; make room on the disk and run the command again" : ""
    return Failure(sentence: "cannot \(verb) \(path): \(String(cString: strerror(code)))\(advice)")
  }
}
