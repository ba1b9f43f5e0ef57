import MigrationKit

/// `data/transformed/census.jsonl`: what a ticket's conversion needs to know of all others, so that a process that
/// converts a part of the tickets need not read the whole extraction.
///
/// People and queues, then a line a ticket; the last line, the header, says that it is whole.
struct CensusFile {
  let path: String

  func read() throws -> (header: CensusHeader, census: Census, ids: [SourceID<Ticket>]) {
    guard Disk.exists(path) else { throw StageError("\(path) does not exist: run transform census first") }
    var lines = try LineReader(path)
    var header: CensusHeader?
    var census = Census()
    var ids: [SourceID<Ticket>] = []
    while let bytes = try lines.next() {
      let line = RecordLine(bytes: bytes, path: path, number: lines.lineNumber)
      if bytes.starts(with: CensusHeader.opening) {
        header = try line.record()
      } else {
        let entry: CensusEntry = try line.record()
        if case .ticket(let id, _) = entry { ids.append(id) }
        census.add(entry)
      }
    }
    guard let header, header.tickets == ids.count, header.version == Stage.version else {
      throw StageError(
        "\(path) is incomplete, or was written by another version; run transform census again")
    }
    census.close()
    return (header, census, ids)
  }
}

/// The last line of `census.jsonl`: what the census was taken from, and what of the target is known.
struct CensusHeader: JSONRecord, Equatable {
  static let opening = Array(#"{"census":"#.utf8)

  private(set) var version = Stage.version
  let tickets: Int
  let inputs: InputHashes
  /// The length of `attachments.jsonl`, bytes: by it a process sees whether it has the same file.
  let attachmentsByteCount: Int
  /// What `load check` has found; nil: it has not run, or could not see it.
  let markup: MarkupLanguage?
  let largestFile: Int?
  let links: LinkRules

  init(tickets: Int, inputs: InputHashes, attachmentsByteCount: Int, target: TargetVocabulary) {
    self.tickets = tickets
    self.inputs = inputs
    self.attachmentsByteCount = attachmentsByteCount
    markup = target.markup
    largestFile = target.largestFile
    links = target.links
  }

  init(json: JSONNode) throws {
    let census = try json.required("census") { $0 }
    version = try census.string("version")
    tickets = try census.int("tickets")
    inputs = try InputHashes(json: census.required("inputs") { $0 })
    attachmentsByteCount = try census.int("attachments_bytes")
    markup = try census.optional("markup", \.string).flatMap { MarkupLanguage(rawValue: $0) }
    largestFile = try census.optional("largest_file", \.int)
    links = try census.record("links") ?? LinkRules()
  }

  var json: JSONValue {
    [
      "census": .members([
        "version": .string(version), "tickets": .int(tickets), "inputs": inputs.json,
        "attachments_bytes": .int(attachmentsByteCount), "markup": markup.map { .string($0.rawValue) },
        "largest_file": largestFile.map { .int($0) },
        "links": links == LinkRules() ? nil : links.json,
      ])
    ]
  }

  /// As `load check` has left it, without the words.
  var target: TargetVocabulary {
    var target = TargetVocabulary()
    target.markup = markup
    target.largestFile = largestFile
    target.links = links
    return target
  }
}
