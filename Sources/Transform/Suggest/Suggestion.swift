import MigrationKit

/// The main path of `transform suggest`: counts the words of the whole extraction and writes a mapping for them.
struct Suggestion: Sendable {
  let options: TransformOptions
  let console: Console

  func run() async throws -> ExitCode {
    if let path = options.output, Disk.exists(path) {
      throw UsageError("\(path) already exists and is not overwritten; choose another file with --output")
    }
    let input = options.data.extracted
    guard Disk.exists(input.manifest) else {
      throw StageError("\(input.root) does not exist or is not finished: run extract first")
    }
    let text = SuggestedMapping(
      source: try await vocabulary(input), target: try TargetVocabulary(path: options.data.loaded.target)
    ).text
    if let path = options.output {
      try Disk.replace(path, with: text)
      console.say("A mapping to start from is in \(path).")
    } else {
      console.print(String(text.dropLast()))
    }
    console.note("look at the lines with \"// ?\", and put the mapping into your migration.json5")
    return .complete
  }

  private func vocabulary(_ input: DataFolder.Extracted) async throws -> SourceVocabulary {
    let type = NormalizerRegistry.normalizer(for: options.configuration.source.system)
    let census = try await CensusTaker(normalizer: type, input: input).take().census
    var vocabulary = SourceVocabulary()
    var tickets = try LineReader(input.tickets)
    var unreadable: [SourceID<Ticket>] = []
    while let bytes = try tickets.next() {
      if bytes.isEmpty { continue }
      let line = RecordLine(bytes: bytes, path: tickets.path, number: tickets.lineNumber)
      let (id, record) = try line.ticket()
      do {
        vocabulary.count(try type.words(in: record.get(), census: census))
      } catch is MalformedRecord {
        unreadable.append(id)
      }
    }
    if let first = unreadable.first {
      console.note(
        "\(counted(unreadable.count, "ticket")) cannot be read, such as \(first); run transform to see why"
      )
    }
    return vocabulary
  }
}
