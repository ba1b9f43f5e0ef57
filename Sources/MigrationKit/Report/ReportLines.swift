/// Reads a file of the data folder line by line for the report, which is made even where a stage was killed: an absent
/// file is an empty one, and a line that cannot be read is counted and passed over.
struct ReportLines {
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

/// The lines of a file that is sorted by ticket, with the next one in view.
struct TicketStream<Value> {
  private(set) var lines: ReportLines
  private(set) var next: (id: SourceID<Ticket>, value: Value)?
  private let read: ([UInt8]) -> (SourceID<Ticket>, Value)?

  init(_ path: String, titled: Bool = false, _ read: @escaping ([UInt8]) -> (SourceID<Ticket>, Value)?)
    throws(FileError)
  {
    lines = try ReportLines(path, titled: titled)
    self.read = read
    next = try lines.next(read)
  }

  /// Its line for this ticket, if that is the next.
  mutating func take(_ id: SourceID<Ticket>) throws(FileError) -> Value? {
    guard let next, next.id == id else { return nil }
    self.next = try lines.next(read)
    return next.value
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
