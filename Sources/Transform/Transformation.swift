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
    let seen = try TargetVocabulary(path: options.data.loaded.target)
    let target = try TargetTraits(options.configuration.target, seen: seen, in: options.data)
    try options.requireSameMarkup(as: target)
    for note in try options.checkFields(seen: seen) { console.note("warning: \(note)") }
    try options.requireExtraction()
    try Disk.makeFolder(output.root)
    let type = NormalizerRegistry.normalizer(for: options.configuration.source.system)
    let census = try await CensusTaker(normalizer: type, input: input).take()
    for fault in census.faults.prefix(10) { console.note("not read, tickets name the login only: \(fault)") }
    // What is hashed beside the tickets would be waited for.
    if interruption.isRequested { return interrupted() }
    let terms = ConversionTerms(options.configuration, census.census, target)
    let normalizer = type.init(terms)
    async let inputs = InputHashes(of: input)
    let (tally, ledger) = try await transformTickets(with: normalizer, ids: census.ids)
    if interruption.isRequested { return interrupted() }
    try tally.requireAll(census.ids.count)
    let conclusion = Conclusion(
      options: options, console: console, census: census.census, target: target,
      links: terms.links, inputs: try await inputs)
    return try conclusion.conclude(tally, ledger)
  }

  private func transformTickets(with normalizer: any Normalizer, ids: [SourceID<Ticket>]) async throws
    -> (Tally, Ledger)
  {
    var blocks = try BlockReader(input: input, ids: ids)
    var files = try TransformedFiles(options.data)
    var tally = Tally()
    var ledger = Ledger()
    let progress = Progress("tickets", total: ids.count, console: console)
    try await inOrder(limit: ProcessorCount.blocksAtOnce) {
      interruption.isRequested ? nil : try blocks.next()
    } work: { block in
      try block.transformed(by: normalizer)
    } consume: { block in
      for line in block.lines { try files.append(line: line) }
      try files.append(block.embedded)
      try files.append(block.rejects, block.archived)
      tally.merge(block.tally)
      ledger.merge(block.ledger)
      progress.advance(by: block.tally.read)
    }
    if interruption.isRequested { return (tally, ledger) }
    try blocks.requireNothingLeft()
    try files.finish()
    return (tally, ledger)
  }

  private func interrupted() -> ExitCode {
    console.say("Interrupted. \(output.root) is unchanged. Run the same command to start again.")
    return .interrupted
  }
}
