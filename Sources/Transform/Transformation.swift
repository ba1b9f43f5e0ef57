import MigrationKit

/// The main path of `transform`: a census of the whole extraction, then block after block of its tickets, several at
/// once, written in the order they came.
struct Transformation: Sendable {
  let options: TransformOptions
  let console: Console
  let interruption: Interruption

  private var input: DataFolder.Extracted { options.data.extracted }
  private var output: DataFolder.Transformed { options.data.transformed }

  func run() async throws -> ExitCode {
    let lock = try RunLock(stage: "transform", in: options.data)
    defer { withExtendedLifetime(lock) {} }
    let target = try TargetTraits(
      options.configuration.target, seen: TargetVocabulary(path: options.data.loaded.target))
    try requireExtraction()
    let type = NormalizerRegistry.normalizer(for: options.configuration.source.system)
    let census = try await CensusTaker(normalizer: type, input: input).take()
    let source = options.configuration.source
    let addresses = [source.server.url] + source.otherURLs
    let normalizer = type.init(
      ConversionTerms(
        mapping: Mapping(options.configuration.mapping, everybody: census.census.everybody),
        census: census.census, target: target,
        references: type.references(census.census, addresses: addresses)))
    var (tally, ledger) = try await transformTickets(with: normalizer, ids: census.ids)
    if interruption.isRequested { return interrupted() }
    try tally.requireAll(census.ids.count)
    let people = PeopleList(
      census: census.census, mapping: Mapping(options.configuration.mapping), tally: tally)
    try people.write(to: output.people)
    try people.account(by: type, input, into: &ledger)
    try write(ledger)
    guard ledger.unhandled.isEmpty else { return refuse(ledger) }
    try writeManifest(tally, ledger, target)
    let idle = IdleRules(mapping: options.configuration.mapping, census: census.census, ledger: ledger)
    for sentence in idle.sentences { console.note(sentence) }
    return report(tally, ledger, target)
  }

  private func requireExtraction() throws {
    guard Disk.exists(input.manifest) else {
      let state =
        Disk.exists(input.tickets)
        ? "is not finished; run extract again, it goes on" : "is not there; run extract first"
      throw StageError("\(input.root) \(state)")
    }
    try Disk.makeFolder(output.root)
  }

  private func transformTickets(with normalizer: any Normalizer, ids: [SourceID<Ticket>]) async throws
    -> (Tally, Ledger)
  {
    var blocks = try BlockReader(input: input, ids: ids)
    var tickets = try RecordWriter(output.tickets)
    var rejects = try RecordWriter(output.rejects)
    var archive = Archive(options.data)
    var tally = Tally()
    var ledger = Ledger()
    let progress = Progress("tickets", total: ids.count, console: console)
    try await inOrder(limit: blocksAtOnce) {
      interruption.isRequested ? nil : try blocks.next()
    } work: { block in
      try block.transformed(by: normalizer)
    } consume: { block in
      for line in block.lines { try tickets.append(line: line) }
      for reject in block.rejects { try rejects.append(reject) }
      for file in block.archived { try archive.add(file) }
      tally.merge(block.tally)
      ledger.merge(block.ledger)
      progress.advance(by: block.tally.read)
    }
    if interruption.isRequested { return (tally, ledger) }
    try blocks.requireNothingLeft()
    try tickets.seal()
    try rejects.seal()
    // Without its manifest the folder counts as unfinished, should the process end between the two files.
    try Disk.remove(output.manifest)
    try archive.finish()
    try tickets.finish()
    try rejects.finish()
    return (tally, ledger)
  }

  /// Two blocks a core: one at work, one waiting to be written.
  private var blocksAtOnce: Int { 2 * ProcessorCount.available }

  private func write(_ ledger: Ledger) throws {
    var file = try RecordWriter(output.ledger)
    for line in ledger.lines { try file.append(line: line.json.bytes) }
    try file.finish()
  }

  private func writeManifest(_ tally: Tally, _ ledger: Ledger, _ target: TargetTraits) throws {
    let manifest: JSONValue = [
      "stage": "transform", "version": .string(Stage.version),
      "inputs": [
        "tickets.jsonl": .string(try SHA256.hex(ofFile: input.tickets)),
        "attachments.jsonl": .string(try SHA256.hex(ofFile: input.attachments)),
        "people.jsonl": .string(try SHA256.hex(ofFile: input.people)),
      ],
      "mapping": .string(options.configuration.mapping.fingerprint),
      "markup": .string(target.markup.rawValue),
      "counts": [
        "in": .int(tally.read), "out": .int(tally.written), "rejected": .int(tally.rejected),
        "articles": .int(tally.articles), "attachments": .int(tally.attachments), "links": .int(tally.links),
        "archived": .int(tally.archived),
      ],
      "balance": tally.balance.json,
      "ledger": .object([.init("paths", .int(ledger.entries.count))] + ledger.total.counts),
      "uses": tally.vocabulary.json,
    ]
    try Disk.replace(output.manifest, with: manifest.indentedText)
  }

  private func interrupted() -> ExitCode {
    console.say("Interrupted. \(output.root) is as it was; the same command begins anew.")
    return .interrupted
  }

  /// Without a manifest nothing can be loaded.
  private func refuse(_ ledger: Ledger) -> ExitCode {
    console.say(UnhandledPaths(tickets: ledger.unhandled).text)
    return .rejected
  }

  private func report(_ tally: Tally, _ ledger: Ledger, _ target: TargetTraits) -> ExitCode {
    console.say(
      """
      Transformed \(grouped(tally.written)) of \(grouped(tally.read)) tickets (\(grouped(tally.articles)) articles, \
      \(grouped(tally.attachments)) attachments, \(grouped(tally.links)) links) into \(output.root).
      """)
    console.say(LedgerSummary(ledger: ledger).text(in: output.ledger))
    noteFiles(tally, target)
    guard tally.rejected > 0 else { return .complete }
    console.say("\(grouped(tally.rejected)) tickets rejected: \(output.rejects)")
    for (hint, count) in tally.hints.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(10) {
      console.say("  \(grouped(count)) ×  \(hint)")
    }
    return .rejected
  }

  private func noteFiles(_ tally: Tally, _ target: TargetTraits) {
    if tally.archived > 0 {
      console.say("\(grouped(tally.archived)) files are not attached but kept: \(options.data.archive.files)")
    }
    if tally.internalFiles > 0, !target.hidesFiles {
      console.note(
        """
        \(grouped(tally.internalFiles)) files of internal comments will be visible to everybody who sees their tickets, for \
        the target cannot hide files; mapping: { internalFiles: "archive" } keeps them out
        """)
    }
  }
}
