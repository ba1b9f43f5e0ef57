import MigrationKit

/// The main path of `transform merge`: the tickets that filters have written, in order on standard input, and the
/// accounts of their parts become what a plain run writes.
struct Merging {
  let options: TransformOptions
  let console: Console

  func run() throws -> ExitCode {
    let lock = try RunLock(stage: "transform", in: options.data)
    defer { withExtendedLifetime(lock) {} }
    try options.requireExtraction()
    let (header, census, ids) = try CensusFile(path: options.census).read()
    let target = try TargetTraits(
      options.configuration.target, seen: TargetVocabulary(path: options.data.loaded.target),
      in: options.data)
    let inputs = try InputHashes(of: options.data.extracted)
    guard inputs == header.inputs else {
      throw StageError(
        "\(options.data.extracted.root) is not what the census was made from; "
          + "run transform census again, and the filters")
    }
    let terms = PartTerms(options.configuration, header, target).fingerprint
    let (tally, ledger) = try merge(of: ids, terms)
    try tally.requireAll(ids.count)
    let conclusion = Conclusion(
      options: options, console: console, census: census, target: target,
      links: LinkDecisions(census, options.configuration.mapping, target.links), inputs: inputs)
    return try conclusion.conclude(tally, ledger)
  }

  private func merge(of ids: [SourceID<Ticket>], _ terms: String) throws -> (Tally, Ledger) {
    let folder = PartFolder(path: options.parts)
    var tickets = try MergedTickets(ids: ids, lines: LineReader(OpenFile(.standardInput)))
    var files = try TransformedFiles(options.data)
    var (tally, ledger) = (Tally(), Ledger())
    for first in try folder.firstTickets() {
      let part = try folder.part(from: first)
      guard part.terms == terms else { throw strange(folder.file(of: first)) }
      try files.adopt(part.blobs, from: folder.blobs)
      try tickets.take(part, from: folder.file(of: first), into: &files)
      tally.merge(part.tally)
      ledger.merge(part.ledger)
    }
    try tickets.requireNothingLeft(in: folder.path)
    try files.finish()
    return (tally, ledger)
  }

  private func strange(_ path: String) -> StageError {
    StageError(
      """
      \(path) was made with a different census, mapping or target; delete that folder, run the filters \
      again, each with this migration.json5 and this census, and merge what they write
      """)
  }
}
