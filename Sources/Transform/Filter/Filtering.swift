import MigrationKit

/// The main path of `transform --filter`: extracted tickets on standard input, those of the new system on standard
/// output. What else is to be said of them goes to the folder of the parts once the last one is written.
///
/// One ticket after the other: whoever divides the work gives each process a core.
struct Filtering {
  let options: TransformOptions

  func run() throws -> ExitCode {
    let (header, census, _) = try CensusFile(path: options.census).read()
    let target = try TargetTraits(options.configuration.target, seen: header.target, in: options.data)
    let type = NormalizerRegistry.normalizer(for: options.configuration.source.system)
    let normalizer = type.init(ConversionTerms(options.configuration, census, target))
    var input = try FilterInput(census: census, header: header, attachments: options.attachments)
    let terms = PartTerms(options.configuration, header, target).fingerprint
    let folder = PartFolder(path: options.parts)
    var output = try FilterOutput(terms: terms, block: TransformedBlock(by: normalizer), blobs: folder.blobs)
    while let ticket = try input.next() { try output.convert(ticket) }
    if let part = try output.finish() { try folder.keep(part) }
    return .complete
  }
}

/// Tickets of a part, each with its lines of `attachments.jsonl`.
private struct FilterInput {
  private let census: Census
  private let attachments: String
  private var lines: LineReader
  private var files: TicketFiles?
  private var last: SourceID<Ticket>?

  init(census: Census, header: CensusHeader, attachments: String) throws {
    self.census = census
    self.attachments = attachments
    lines = LineReader(try OpenFile(.standardInput))
    guard Disk.byteCount(attachments) == header.attachmentsByteCount else {
      throw StageError(
        "\(attachments) does not exist, or is not the one that the census was made from; copy it again, or run transform census again"
      )
    }
  }

  mutating func next() throws -> Block.Ticket? {
    guard let line = try nextLine() else { return nil }
    let id = try line.ticket().id
    try require(id)
    last = id
    var files = try self.files ?? TicketFiles(attachments, from: FileSearch(attachments).start(of: id))
    try files.skip(to: id)
    let own = try files.files(of: id)
    self.files = files
    return (line, own)
  }

  private mutating func nextLine() throws -> RecordLine? {
    while let bytes = try lines.next() {
      if bytes.isEmpty { continue }
      return RecordLine(bytes: bytes, path: lines.path, number: lines.lineNumber)
    }
    return nil
  }

  private func require(_ id: SourceID<Ticket>) throws {
    let place = "\(lines.path):\(lines.lineNumber)"
    guard census.contains(id) else {
      throw StageError("\(place): ticket \(id) is not in the census; run transform census again")
    }
    if let last, !(last < id) {
      throw StageError(
        "\(place): ticket \(id) comes after \(last); the lines must keep the order of tickets.jsonl, each once"
      )
    }
  }
}

/// The tickets of a part on their way out, and its account.
private struct FilterOutput {
  private static let byteLimit = 1 << 20

  private let terms: String
  private let file: OpenFile
  private let blobs: BlobStore
  private var hashes: Set<String> = []
  /// Holds the account of all tickets, and the lines that are not written yet.
  private var block: TransformedBlock
  private var span: (first: SourceID<Ticket>, last: SourceID<Ticket>)?
  private var byteCount = 0

  init(terms: String, block: TransformedBlock, blobs: BlobStore) throws {
    self.blobs = blobs
    self.terms = terms
    self.block = block
    file = try OpenFile(.standardOutput)
  }

  mutating func convert(_ ticket: Block.Ticket) throws {
    let id = try block.convert(ticket)
    span = (span?.first ?? id, id)
    if block.byteCount > Self.byteLimit { try flush() }
  }

  /// - Returns: the account, now that all lines are written; nil of a part without tickets.
  mutating func finish() throws -> Part? {
    try flush()
    try blobs.synchronize()
    return span.map {
      Part(first: $0.first, last: $0.last, terms: terms, byteCount: byteCount, blobs: hashes, block: block)
    }
  }

  private mutating func flush() throws {
    var bytes: [UInt8] = []
    let (lines, embedded) = block.take()
    for file in embedded { hashes.insert(try blobs.keep(file.bytes).sha256) }
    for line in lines {
      bytes += line
      bytes.append(UInt8(ascii: "\n"))
    }
    try file.write(bytes)
    byteCount += bytes.count
  }
}
