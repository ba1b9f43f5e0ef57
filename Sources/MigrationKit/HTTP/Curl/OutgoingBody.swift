import Foundation

/// What is sent: segment after segment, handed out piece by piece and never from the start again.
struct OutgoingBody: ~Copyable {
  private var current: OutgoingSegment
  /// Their files are opened when it is their turn: there may be many.
  private var later: ArraySlice<HTTPRequest.Segment> = []
  let byteCount: Int
  private(set) var sentCount = 0

  /// Throws when a file is not what it was, before anything is sent.
  init(_ body: HTTPRequest.Body?) throws(FileError) {
    byteCount = body?.byteCount ?? 0
    switch body {
    case .segments(let segments):
      for segment in segments { _ = try OutgoingSegment(segment) }
      current = try OutgoingSegment(.bytes([]))
      later = segments[...]
    case .file(let path, let count): current = try OutgoingSegment(.file(path: path, byteCount: count))
    case .bytes(let content): current = try OutgoingSegment(.bytes(content))
    case nil: current = try OutgoingSegment(.bytes([]))
    }
  }

  /// Fills the room as far as there is something left; 0 when all was handed out.
  mutating func next(into room: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var filled = 0
    while filled < room.count {
      let count = try current.next(into: UnsafeMutableRawBufferPointer(rebasing: room[filled...]))
      filled += count
      if count > 0 { continue }
      guard let segment = later.popFirst() else { break }
      current = try OutgoingSegment(segment)
    }
    sentCount += filled
    return filled
  }
}

private struct OutgoingSegment {
  private let segment: HTTPRequest.Segment
  /// Nil when it is in memory.
  private let file: OpenFile?
  /// Of the bytes in memory, or of the file.
  private var takenCount = 0
  /// Of a base64 file what was read and not yet handed out.
  private var encoded: ArraySlice<UInt8> = []

  /// Divisible by three, so that the pieces' texts make the whole's.
  private static let pieceByteCount = 48 << 10

  init(_ segment: HTTPRequest.Segment) throws(FileError) {
    self.segment = segment
    switch segment {
    case .bytes: file = nil
    case .file(let path, let count), .base64File(let path, let count):
      let opened = try OpenFile(path, .reading)
      let actual = try opened.byteCount()
      guard actual == count else { throw .changed(path, actual, count) }
      file = opened
    }
  }

  /// 0 when all was handed out.
  mutating func next(into room: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    switch segment {
    case .bytes(let bytes):
      let count = bytes[takenCount...].prefix(room.count).copy(to: room)
      takenCount += count
      return count
    case .file(_, let byteCount):
      let count = min(room.count, byteCount - takenCount)
      guard count > 0 else { return 0 }
      return try noted(try file?.read(into: .init(rebasing: room[..<count])), of: byteCount)
    case .base64File(_, let byteCount):
      if encoded.isEmpty { encoded = try nextPiece(of: byteCount) }
      let count = encoded.prefix(room.count).copy(to: room)
      encoded = encoded.dropFirst(count)
      return count
    }
  }

  private mutating func nextPiece(of byteCount: Int) throws(FileError) -> ArraySlice<UInt8> {
    var piece = [UInt8](repeating: 0, count: min(Self.pieceByteCount, byteCount - takenCount))
    var filled = 0
    while filled < piece.count {
      filled += try noted(try file?.read(into: &piece, from: filled), of: byteCount)
    }
    return [UInt8](Data(piece).base64EncodedData())[...]
  }

  /// A read that brings nothing comes before the end that was announced.
  private mutating func noted(_ count: Int?, of byteCount: Int) throws(FileError) -> Int {
    guard let count, count > 0 else { throw .changed(file?.path ?? "", takenCount, byteCount) }
    takenCount += count
    return count
  }
}

extension ArraySlice<UInt8> {
  /// How many there were.
  fileprivate func copy(to room: UnsafeMutableRawBufferPointer) -> Int {
    withUnsafeBytes { room.copyMemory(from: $0) }
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
