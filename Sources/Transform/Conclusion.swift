import MigrationKit

/// The end of `transform`, once every ticket is written or rejected: who appears, what became of every value, and the
/// manifest, without which nothing can be loaded.
struct Conclusion {
  let options: TransformOptions
  let console: Console
  let census: Census
  let target: TargetTraits
  let links: LinkDecisions
  let inputs: InputHashes

  private var input: DataFolder.Extracted { options.data.extracted }
  private var output: DataFolder.Transformed { options.data.transformed }
  private var mapping: MappingConfiguration { options.configuration.mapping }

  func conclude(_ tally: Tally, _ ticketLedger: Ledger) throws -> ExitCode {
    var ledger = ticketLedger
    let people = PeopleList(census: census, mapping: Mapping(mapping), tally: tally)
    try people.write(to: output.people)
    let type = NormalizerRegistry.normalizer(for: options.configuration.source.system)
    try people.account(by: type, input, into: &ledger)
    try write(ledger)
    try tally.gaps.write(to: output.gaps)
    noteDays(tally)
    guard ledger.unhandled.isEmpty else { return refuse(ledger, tally) }
    try writeManifest(tally, ledger)
    let idle = IdleRules(mapping: mapping, census: census, ledger: ledger)
    for sentence in idle.sentences { console.note(sentence) }
    for sentence in LinkNotes(links: links, rules: target.links).sentences { console.note(sentence) }
    return report(tally, ledger)
  }

  private func write(_ ledger: Ledger) throws {
    var file = try RecordWriter(output.ledger)
    for line in ledger.lines { try file.append(line: line.json.bytes) }
    try file.finish()
  }

  private func writeManifest(_ tally: Tally, _ ledger: Ledger) throws {
    let manifest: JSONValue = [
      "stage": "transform", "version": .string(Stage.version),
      "inputs": inputs.json,
      "mapping": .string(options.configuration.fingerprint),
      "markup": .string(target.markup.rawValue),
      "counts": [
        "in": .int(tally.read), "out": .int(tally.written), "rejected": .int(tally.rejected),
        "articles": .int(tally.articles), "attachments": .int(tally.attachments), "links": .int(tally.links),
        "archived": .int(tally.archived), "embedded": .int(tally.embedded),
      ],
      "balance": tally.balance.json,
      "links": LinkSummary(links, target.links).json,
      "ledger": .object([.init("paths", .int(ledger.entries.count))] + ledger.total.counts),
      "uses": tally.vocabulary.json,
    ]
    try Disk.replace(output.manifest, with: manifest.indentedText)
  }

  /// Without a manifest nothing can be loaded.
  private func refuse(_ ledger: Ledger, _ tally: Tally) -> ExitCode {
    console.say(UnhandledPaths(tickets: ledger.unhandled).text)
    sayRejects(tally)
    return .rejected
  }

  private func report(_ tally: Tally, _ ledger: Ledger) -> ExitCode {
    console.say(
      """
      Transformed \(grouped(tally.written)) of \(counted(tally.read, "ticket")) (\(counted(tally.articles, "message")), \
      \(counted(tally.attachments, "attachment")), \(counted(tally.links, "link"))) into \(output.root).
      """)
    console.say(LedgerSummary(ledger: ledger).text(in: output.ledger))
    noteFiles(tally)
    sayRejects(tally)
    return tally.rejected > 0 ? .rejected : .complete
  }

  private func sayRejects(_ tally: Tally) {
    guard tally.rejected > 0 else { return }
    console.say(
      "\(counted(tally.rejected, "ticket")) rejected: \(output.rejects)")
    if !tally.gaps.isEmpty { console.say(tally.gaps.text(whole: output.gaps)) }
    for (hint, count) in tally.hints.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }).prefix(10) {
      console.say("  \(grouped(count)) ×  \(hint)")
    }
  }

  private func noteDays(_ tally: Tally) {
    guard options.configuration.source.timeZone == nil, let warning = tally.days.warning else { return }
    console.note("warning: \(warning)")
  }

  private func noteFiles(_ tally: Tally) {
    if tally.embedded > 0 {
      console.say(
        "\(counted(tally.embedded, "file was", "files were")) part of texts (data: addresses): \(output.blobs.root)"
      )
    }
    if tally.archived > 0 {
      console.say(
        "\(counted(tally.archived, "file is", "files are")) saved instead of attached: \(options.data.archive.files)"
      )
    }
    if tally.internalFiles > 0, !target.hidesFiles {
      console.note(
        """
        \(counted(tally.internalFiles, "file")) of internal comments will be visible to everyone who can see their tickets, \
        because the target has no private files; mapping: { internalFiles: "archive" } keeps them out
        """)
    }
  }
}
