/// Reads a file of the data folder line by line for the report, which is made even where a stage was killed: an absent
/// file is an empty one, and a line that cannot be read is counted and passed over.
struct ReportLines {
  private static let blockBytes = 256 << 10

  let path: String
  private var lines: LineReader?
  private(set) var count = 0
  private(set) var unreadable = 0

  /// - Parameter titled: the first line names the columns.
  init(_ path: String, titled: Bool = false) throws(FileError) {
    self.path = path
    lines = Disk.exists(path) ? try LineReader(path) : nil
    if titled { _ = try lines?.next() }
  }

  /// The next line of which `read` makes something; nil at the end.
  mutating func next<Value>(_ read: ([UInt8]) -> Value?) throws(FileError) -> Value? {
    while let line = try lines?.next() {
      if line.isEmpty { continue }
      count += 1
      if let value = read(line) { return value }
      unreadable += 1
    }
    return nil
  }

  /// The next lines, about a quarter of a megabyte of them; none at the end. What cannot be read of them is for the
  /// caller to count.
  mutating func block() throws(FileError) -> [[UInt8]] {
    var block: [[UInt8]] = []
    var byteCount = 0
    while byteCount < Self.blockBytes, let line = try lines?.next() {
      if line.isEmpty { continue }
      count += 1
      byteCount += line.count
      block.append(line)
    }
    return block
  }

  mutating func add(unreadable lines: Int) { unreadable += lines }

  /// The next line that is an object of which `read` makes something.
  mutating func nextObject<Value>(_ read: (JSONNode) -> Value?) throws(FileError) -> Value? {
    try next { line in ReportLines.object(line).flatMap(read) }
  }

  /// - Parameter members: what is wanted of one of the object's members; what follows them is not read. None: all is read.
  static func object(_ bytes: [UInt8], until members: [String] = []) -> JSONNode? {
    let beginning = members.isEmpty ? nil : JSONDocument(beginningOf: bytes, until: members, depth: 1)
    guard let root = (beginning ?? (try? JSONDocument(bytes)))?.root, root.isObject else { return nil }
    return root
  }

  /// A small JSON file as a whole; nil when it is absent or no object.
  static func manifest(_ path: String) throws(FileError) -> JSONNode? {
    Disk.exists(path) ? object(try Disk.contents(path)) : nil
  }
}

/// The lines of a file that is sorted by ticket, with the next one in view. A block of them is read while the one before
/// it is used, so that two such files are read at once.
struct TicketStream<Value: Sendable> {
  typealias Row = (id: SourceID<Ticket>, value: Value)

  private(set) var lines: ReportLines
  private let read: @Sendable ([UInt8]) -> Row?
  private let blocks = Foresight<[Row?]>(depth: 2)
  private var rows: ArraySlice<Row> = []

  init(_ path: String, titled: Bool = false, _ read: @escaping @Sendable ([UInt8]) -> Row?) async throws {
    lines = try ReportLines(path, titled: titled)
    self.read = read
    try await fill()
  }

  var next: Row? { rows.first }

  /// Its line for this ticket, if that is the next.
  mutating func take(_ id: SourceID<Ticket>) async throws -> Value? {
    guard let next, next.id == id else { return nil }
    rows.removeFirst()
    try await fill()
    return next.value
  }

  /// Afterwards there is a row, unless the file is at its end.
  private mutating func fill() async throws {
    while rows.isEmpty {
      let block = try await blocks.next { [read] () -> Foresight<[Row?]>.Question? in
        let lines = try lines.block()
        guard !lines.isEmpty else { return nil }
        return { lines.map(read) }
      }
      guard let block else { return }
      rows = block.compactMap { $0 }[...]
      lines.add(unreadable: block.count - rows.count)
    }
  }
}

extension JSONNode {
  /// The text or the digits of a member; nil where there are none.
  func text(_ key: String) -> String? { self[key].flatMap { $0.string ?? $0.numberText } }

  /// The same at a path of members.
  func text(_ path: String...) -> String? {
    let node = path.reduce(Optional(self)) { $0?[$1] }
    return node?.string ?? node?.numberText
  }

  /// The number at a path of members, kept in bounds in which sums cannot overflow.
  func count(_ path: String...) -> Int? {
    path.reduce(Optional(self)) { $0?[$1] }?.int.map { min(max($0, 0), 1 << 50) }
  }
}
