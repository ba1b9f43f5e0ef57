import MigrationKit

/// What one run of `load` is to do.
struct LoadOptions: Sendable {
  enum Action: String, Sendable {
    case run
    case check
    case verify
    case plan
  }

  static let syntax = CommandSyntax(
    "load", summary: "brings data/transformed into the new system, each ticket once",
    words: [
      .init("run", "check, then create what is missing (the default)"),
      .init(
        "check", "check whether everything is ready, and save what the target offers: data/loaded/target.json"
      ),
      .init("plan", "offline: what would be sent, what cannot be kept, how many mails at worst"),
      .init("verify", "read everything back and compare it with data/transformed"),
    ],
    options: [
      CommandSyntax.config, CommandSyntax.data,
      .init("limit", value: "N", "only the first N tickets, for a trial", of: ["run", "plan", "verify"]),
      .init(
        "only", value: "rejects", "only the tickets in data/loaded/rejects.jsonl, after a fix",
        of: ["run", "plan"]),
      .init(
        "files", value: "N|all", "verify: compare only N attachments byte for byte, evenly sampled (all)",
        of: ["verify"]),
      .init("json", "plan: print the summary as one JSON object and nothing else", of: ["plan"]),
      CommandSyntax.stats.of("run", "verify"), PaceOptions.jobs.of("run", "check", "verify"),
      PaceOptions.budget.of("run", "check", "verify"), PaceOptions.finishBy.of("run"),
    ],
    notes: """
      Progress is saved in data/loaded/journal.jsonl, so the same command can be run again after a fix, an
      interruption or a crash: it sends what is missing and nothing twice. Without the journal it finds its tickets
      by the marker field. It stops when 50 tickets in a row, or more than 5 % of them, are refused.
      """)

  let action: Action
  let configuration: Configuration
  /// Of the file.
  let configurationPath: String
  let data: DataFolder
  let pace: PaceOptions
  let wantsStatistics: Bool
  /// Requests at once, at most; one ticket's steps are never parallel.
  var jobs: Int { pace.jobs }
  var limits: LimitsFile { LimitsFile(data.limits(of: "load"), url: configuration.target.server.url) }
  let limit: Int?
  /// Only the tickets that the last run has rejected.
  let onlyRejects: Bool
  /// How many attachments `verify` compares byte for byte; nil: all.
  let files: Int?
  /// The summary of a plan is for a machine.
  let wantsJSON: Bool

  init(_ arguments: Arguments) throws {
    action = arguments.word.flatMap(Action.init) ?? .run
    configurationPath = arguments.string("config") ?? "migration.json5"
    configuration = try Configuration(path: configurationPath)
    data = try arguments.dataFolder()
    pace = try PaceOptions(arguments)
    wantsStatistics = arguments.has("stats")
    limit = try arguments.count("limit")
    let only = arguments.string("only")
    guard only == nil || only == "rejects" else {
      throw UsageError("--only accepts only the word rejects, not \"\(only ?? "")\"")
    }
    onlyRejects = only != nil
    files = arguments.string("files") == "all" ? nil : try arguments.count("files")
    wantsJSON = arguments.has("json")
  }

  /// What the target must have: all that the mapping can lead to, and what the transformed tickets use.
  func needs() throws -> TargetNeeds {
    let target = configuration.target
    var needs = TargetNeeds(
      vocabulary: Vocabulary(of: configuration.mapping), marker: target.marker, created: target.created,
      activity: target.activity, role: target.role, wantsHabits: action == .check)
    needs.extensions = target.extensions
    needs.words = Words(configuration.mapping.words, of: configuration.source.system.nickname)
    needs.chosenLinks = target.linkRules
    guard let transformation = try transformation() else { return needs }
    // What was made by another mapping asks for words that this one may not have.
    if action == .check, try staleness() != nil { return needs }
    needs.vocabulary.merge(transformation.uses)
    needs.markup = transformation.markup ?? .plain
    needs.links = transformation.links
    needs.accounts = try NewAccount.all(in: data.transformed.people)
    let open = try OpenAccounts(data, target: target.server.url).accounts
    needs.openLogins = Set(open.map { $0.login.lowercased() })
    return needs
  }

  /// The manifest is what `transform` writes last, and it says what it was made by.
  func requireTransformation() throws {
    let transformed = data.transformed
    try requireSameSettings()
    try requireTickets()
    guard !Disk.exists(transformed.manifest) else { return }
    let state =
      Disk.exists(transformed.tickets)
      ? "is not finished: run transform again" : "does not exist: run transform first"
    throw StageError("\(transformed.root) \(state)")
  }

  /// No ticket at all, where there were some, is nothing to be content with.
  func requireTickets() throws {
    guard let manifest = try transformation(), manifest.written == 0, manifest.read > 0 else { return }
    throw StageError(
      """
      transform rejected all \(counted(manifest.read, "ticket")), so there is nothing to load: \(data.transformed.rejects) says \
      why. Fix the cause and run transform again
      """, exitCode: .rejected)
  }

  /// Refuses tickets that were made by other settings.
  func requireSameSettings() throws {
    if let staleness = try staleness() { throw StageError(staleness, exitCode: .usage) }
  }

  /// What to say where the tickets were made by other settings than those of now; nil: they were not, or there are none.
  func staleness() throws -> String? {
    guard let made = try transformation()?.configuration, made != configuration.fingerprint else {
      return nil
    }
    return "\(configurationPath) has changed since \(data.transformed.root) was made: run transform"
  }

  /// Nil while there is none that is finished.
  func transformation() throws -> TransformManifest? {
    let manifest = data.transformed.manifest
    guard Disk.exists(manifest) else { return nil }
    return try RecordLine(bytes: try Disk.contents(manifest), path: manifest, number: 1).record()
  }
}

/// What `load` reads of `data/transformed/manifest.json`.
struct TransformManifest: JSONRecord {
  let uses: Vocabulary
  /// A fingerprint of the settings that the tickets were made by; nil where the manifest does not say.
  var configuration: String?
  /// The markup that the texts are written in; nil where none was chosen.
  var markup: MarkupLanguage?
  /// What became of the links of all tickets; nil where the manifest does not say.
  var links: LinkSummary?
  /// How many tickets there were, and how many became tickets of the new system.
  private(set) var (read, written) = (0, 0)

  init(json: JSONNode) throws {
    if let counts = json["counts"] {
      (read, written) = (try counts.optional("in", \.int) ?? 0, try counts.optional("out", \.int) ?? 0)
    }
    uses = try Vocabulary(json: json.required("uses") { $0 })
    links = try json.record("links")
    configuration = try json.optional("mapping", \.string)
    markup = try json.optional("markup") { $0.string.flatMap(MarkupLanguage.init) }
  }

  var json: JSONValue {
    .members([
      "mapping": configuration.map { .string($0) }, "markup": markup.map { .string($0.rawValue) },
      "uses": uses.json,
    ])
  }
}
