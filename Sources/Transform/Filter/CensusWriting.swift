import MigrationKit

/// The main path of `transform census`: reads the whole extraction once, for all processes that then convert a part.
struct CensusWriting {
  let options: TransformOptions
  let console: Console

  private var input: DataFolder.Extracted { options.data.extracted }

  func run() async throws -> ExitCode {
    let lock = try RunLock(stage: "transform", in: options.data)
    defer { withExtendedLifetime(lock) {} }
    for note in try options.checkFields(seen: TargetVocabulary(path: options.data.loaded.target)) {
      console.note("warning: \(note)")
    }
    try options.requireExtraction()
    try Disk.makeFolder(options.data.transformed.root)
    var file = try RecordWriter(options.census)
    let (ids, faults) = try await writeEntries(to: &file)
    for fault in faults.prefix(10) { console.note("not read, tickets name the login only: \(fault)") }
    try requireFilesOfTickets(ids)
    let header = CensusHeader(
      tickets: ids.count, inputs: try InputHashes(of: input),
      attachmentsByteCount: Disk.byteCount(input.attachments) ?? 0,
      target: try TargetVocabulary(path: options.data.loaded.target))
    try file.append(header)
    try file.finish()
    try PartFolder(path: options.parts).clear()
    console.say("The census of \(counted(ids.count, "ticket")) is in \(options.census).")
    return .complete
  }

  /// Each word stands at the first ticket that has it: so the file does not repeat them for every ticket.
  private func writeEntries(to file: inout RecordWriter) async throws -> (
    ids: [SourceID<Ticket>], faults: [String]
  ) {
    let type = NormalizerRegistry.normalizer(for: options.configuration.source.system)
    var known = KnownWords()
    let census = try await CensusTaker(normalizer: type, input: input).take { entry in
      guard case .ticket(let id, var outline) = entry else { return try file.append(entry) }
      outline.words.subtract(known)
      known.formUnion(outline.words)
      try file.append(CensusEntry.ticket(id, outline))
    }
    return (census.ids, census.faults)
  }

  /// The processes look for the files of their own tickets only; a file of no ticket would be missed by all of them.
  private func requireFilesOfTickets(_ ids: [SourceID<Ticket>]) throws {
    var files = try TicketFiles(input.attachments)
    for id in ids { _ = try files.files(of: id) }
    try files.requireNothingLeft()
  }
}
