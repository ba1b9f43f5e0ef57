/// What is sent: bytes or a file, handed out piece by piece and never from the start again.
struct OutgoingBody: ~Copyable {
  private let bytes: [UInt8]
  /// Nil when the body is in memory.
  private var file: OpenFile?
  let byteCount: Int
  private(set) var sentCount = 0

  init(_ body: HTTPRequest.Body?) throws(FileError) {
    switch body {
    case .file(let path, let count):
      bytes = []
      let opened = try OpenFile(path, .reading)
      let actual = try opened.byteCount()
      guard actual == count else { throw .changed(path, actual, count) }
      file = opened
      byteCount = count
    case .bytes(let content):
      bytes = content
      file = nil
      byteCount = content.count
    case nil:
      bytes = []
      file = nil
      byteCount = 0
    }
  }

  /// Fills the room as far as there is something left; 0 when all was handed out.
  mutating func next(into room: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    let wanted = min(room.count, byteCount - sentCount)
    guard wanted > 0 else { return 0 }
    let part = UnsafeMutableRawBufferPointer(rebasing: room[..<wanted])
    guard let count = try file?.read(into: part) else {
      bytes.withUnsafeBytes { part.copyMemory(from: .init(rebasing: $0[sentCount..<sentCount + wanted])) }
      sentCount += wanted
      return wanted
    }
    guard count > 0 else { throw .changed(file?.path ?? "", sentCount, byteCount) }
    sentCount += count
    return count
  }
}

extension FileError {
  fileprivate static func changed(_ path: String, _ actual: Int, _ expected: Int) -> Self {
    Self(
      path: path,
      reason: "it has \(actual) bytes instead of \(expected): it was changed since it was written; "
        + "run the stage that writes it again")
  }
}

/// Where the answer's body goes. It decides at the first byte, when the status is known.
struct IncomingBody: ~Copyable {
  /// Of an error's body that was meant for a file, this much is kept to be shown.
  static let excerptLimit = 64 << 10

  private let destination: HTTPRequest.Destination
  private var file: OpenFile?
  private(set) var memory: [UInt8] = []
  private(set) var byteCount = 0

  init(_ destination: HTTPRequest.Destination) {
    self.destination = destination
  }

  /// Takes a piece of the body of an answer with this status.
  mutating func append(_ bytes: UnsafeRawBufferPointer, status: Int) throws(TransferFault) {
    byteCount += bytes.count
    switch destination {
    case .memory(let limit):
      guard byteCount <= limit else { throw .tooLarge(limit: limit) }
      memory.append(contentsOf: bytes)
    case .file(let path) where isSuccess(status):
      try storing { () throws(FileError) in
        if file == nil { file = try OpenFile(path, .replacing) }
        try file?.write(bytes)
      }
    case .file:
      memory.append(contentsOf: bytes.prefix(Self.excerptLimit - memory.count))
    }
  }

  /// Called once, when the answer is complete. An empty body still makes an empty file.
  mutating func finish(status: Int) throws(TransferFault) {
    guard case .file(let path) = destination, isSuccess(status) else { return }
    try storing { () throws(FileError) in
      if file == nil { file = try OpenFile(path, .replacing) }
    }
  }

  private func isSuccess(_ status: Int) -> Bool { (200..<300).contains(status) }
}

private func storing(_ work: () throws(FileError) -> Void) throws(TransferFault) {
  do { try work() } catch { throw .storage(error.description) }
}
