/// Where the answer's body goes. It decides at the first byte, when status and headers are known.
struct IncomingBody: ~Copyable {
  /// Of an error's body that was meant for a file, this much is kept to be shown.
  static let excerptLimit = 64 << 10
  /// What a server announces is not believed beyond this.
  private static let mostReserved = 32 << 20

  private let request: TransferRequest
  private var file: OpenFile?
  private(set) var memory: [UInt8] = []
  /// What came with this answer; of a file that is continued only the rest.
  private(set) var byteCount = 0

  init(_ request: TransferRequest) {
    self.request = request
  }

  /// Takes a piece of the body; `head` is the answer without it.
  mutating func append(_ bytes: UnsafeRawBufferPointer, _ head: HTTPResponse) throws(TransferFault) {
    switch request.destination {
    case .memory(let limit):
      guard byteCount + bytes.count <= limit else { throw .tooLarge(limit: limit) }
      // Grown by doubling it would take up to twice the memory, for as long as the answer is kept.
      if byteCount == 0 { memory.reserveCapacity(min(head.announcedLength ?? 0, limit, Self.mostReserved)) }
      memory.append(contentsOf: bytes)
    case .file(let path) where head.isSuccess:
      try begin(path, head)
      try storing { () throws(FileError) in try file?.write(bytes) }
    case .file:
      memory.append(contentsOf: bytes.prefix(Self.excerptLimit - memory.count))
    }
    byteCount += bytes.count
  }

  /// Called once, when the answer is complete. An empty body still makes an empty file; one of another length than
  /// announced is none.
  mutating func finish(_ head: HTTPResponse) throws(TransferFault) {
    guard case .file(let path) = request.destination, head.isSuccess else {
      if head.status == 206 { throw .misfit }
      return
    }
    try begin(path, head)
    let length = try storing { () throws(FileError) in try file?.byteCount() } ?? 0
    if let expected = wholeLength(head), length != expected {
      throw .lost("the file has \(length) bytes instead of \(expected)")
    }
    try storing { () throws(FileError) in try FileValidator.remove(beside: path) }
  }

  private mutating func begin(_ path: String, _ head: HTTPResponse) throws(TransferFault) {
    guard file == nil else { return }
    guard head.status == 206 else {
      file = try storing { () throws(FileError) in try anew(path, head) }
      return
    }
    guard let half = request.half, half.isContinued(by: head) else { throw .misfit }
    file = try storing { () throws(FileError) in try OpenFile(path, .appending) }
    try storing { () throws(FileError) in try file?.truncate(to: half.byteCount) }
  }

  /// In this order, a crash at any point leaves either no validator or one that belongs to what is in the file.
  private func anew(_ path: String, _ head: HTTPResponse) throws(FileError) -> OpenFile {
    try FileValidator.remove(beside: path)
    let file = try OpenFile(path, .replacing)
    try FileValidator(of: head, from: request.fileAddress)?.write(beside: path)
    return file
  }

  /// Nil when nobody said how long the file is.
  private func wholeLength(_ head: HTTPResponse) -> Int? {
    if head.status == 206 { return request.half?.validator.total }
    return head.isUncoded ? head.announcedLength : nil
  }
}

extension HTTPResponse {
  /// Of the body as it is sent; nil when nobody said how long it is.
  fileprivate var announcedLength: Int? {
    header("Content-Length").flatMap(Int.init).flatMap { $0 < 0 ? nil : $0 }
  }
}

private func storing<Value>(_ work: () throws(FileError) -> Value) throws(TransferFault) -> Value {
  do { return try work() } catch { throw .storage(error.description) }
}
