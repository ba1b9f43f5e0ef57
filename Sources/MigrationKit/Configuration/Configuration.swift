import Foundation

/// What `migration.json5` says. Reading it finds every fault of the file at once.
package struct Configuration: Sendable {
  package let source: SourceConfiguration
  package let target: TargetConfiguration
  package let mapping: MappingConfiguration
  /// Where the file lies; paths in it are relative to this.
  package let folder: String

  package init(path: String) throws {
    guard Disk.exists(path) else {
      throw ConfigurationError(
        path: path,
        faults: ["there is no such file; copy the example from the README, or name yours with --config"])
    }
    try self.init(text: String(decoding: try Disk.contents(path), as: UTF8.self), path: path)
  }

  package init(text: String, path: String) throws(ConfigurationError) {
    let root: JSON5Value
    do {
      root = try JSON5Reader.read(text)
    } catch {
      throw ConfigurationError(path: path, faults: ["\(error)"])
    }
    var reader = ConfigurationReader(root)
    let source = SourceConfiguration(reading: &reader)
    let target = TargetConfiguration(reading: &reader)
    let mapping = MappingConfiguration(reading: &reader)
    if let target { mapping.refuseFields(of: target, reading: &reader) }
    if source?.system.countsPriorities != false { mapping.refusePriorityWords(reading: &reader) }
    reader.refuseUnread()
    guard reader.faults.isEmpty, let source, let target else {
      throw ConfigurationError(path: path, faults: reader.faults)
    }
    self.source = source
    self.target = target
    self.mapping = mapping
    folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  }

  /// What identifies all that `transform` reads of this file: the same settings give the same text, however and in whichever
  /// order they are written. It stands in `data/transformed/manifest.json`.
  package var fingerprint: String {
    let settings: JSONValue = .members([
      "mapping": .string(mapping.fingerprint), "source": .string(source.system.rawValue),
      "addresses": .strings([source.server.url] + source.otherURLs),
      "timeZone": source.timeZone.map { .string($0.identifier) },
      "sourceMarkup": source.markup.map { .string($0.rawValue) },
      "target": .string(target.system.rawValue), "markup": target.markup.map { .string($0.rawValue) },
      "largestFile": target.largestFile.map { .int($0) }, "archive": target.archive.map { .string($0) },
      "keepsTime": .bool(target.activity != nil),
      "allowedExtensions": .strings(target.extensions.allowed.sorted()),
      "disallowedExtensions": .strings(target.extensions.disallowed.sorted()),
      "crossProjectRelations": target.linkRules.relatesQueues.map { .bool($0) },
      "crossProjectSubtasks": target.linkRules.subtaskReach.map { .string($0.rawValue) },
    ])
    return SHA256.hex(of: settings.bytes)
  }

  /// A path of the file as the process must open it.
  package func resolve(_ path: String) -> String {
    path.hasPrefix("/") || folder == "." ? path : "\(folder)/\(path)"
  }
}

/// The systems tickets can be taken from. Adding one: a case here, a source, a normalizer.
package enum SourceSystem: String, Sendable, CaseIterable {
  case requestTracker = "request-tracker"
  case redmine
}

/// The systems tickets can be brought into. Adding one: a case here and a target.
package enum TargetSystem: String, Sendable, CaseIterable {
  case redmine
}

package struct SourceConfiguration: Sendable {
  package let system: SourceSystem
  package let server: ServerConfiguration
  /// Empty: all that the login sees.
  package let queues: [String]
  /// Further addresses under which people know the old system; links to them are links to its tickets too.
  package let otherURLs: [String]
  /// Where its people live: it decides which day a moment belongs to. Nil: UTC.
  package let timeZone: TimeZone?
  /// The markup of its texts; nil where each text says it itself.
  package let markup: MarkupLanguage?

  init?(reading reader: inout ConfigurationReader) {
    let system = reader.choice("source.system", among: SourceSystem.allCases)
    let server = ServerConfiguration(reading: &reader, section: "source")
    queues = reader.strings("source.queues")
    otherURLs = reader.strings("source.otherURLs")
    timeZone = reader.timeZone("source.timeZone")
    markup = reader.optionalChoice("source.markup", among: MarkupLanguage.allCases)
    guard let system, let server else { return nil }
    self.system = system
    self.server = server
    if let fault = system.markupFault(markup) { reader.fault("source.markup", fault) }
  }
}

extension SourceSystem {
  /// Whether its priorities are numbers, not words.
  fileprivate var countsPriorities: Bool {
    switch self {
    case .requestTracker: true
    case .redmine: false
    }
  }

  /// How lines of text call it.
  package var nickname: String {
    switch self {
    case .requestTracker: "RT"
    case .redmine: "Redmine"
    }
  }

  /// Redmine's API does not tell in which markup its texts are; Request Tracker's mails each say what they are.
  fileprivate func markupFault(_ markup: MarkupLanguage?) -> String? {
    switch (self, markup) {
    case (.redmine, nil):
      """
      is missing: in which markup the texts are, which Redmine's API does not tell; see Administration → Settings → General → \
      Text formatting
      """
    case (.requestTracker, _?): "is of no use with request-tracker, whose texts say themselves what they are"
    default: nil
    }
  }
}

package struct TargetConfiguration: Sendable {
  package let system: TargetSystem
  package let server: ServerConfiguration
  /// The name of the custom field that keeps the old id.
  package let marker: String
  /// How long a request whose answer was lost may still take effect, or stay invisible to the search by marker:
  /// for so long it is not sent again.
  package let settle: Duration
  /// The markup of the target's texts; nil: as `load check` has found it.
  package let markup: MarkupLanguage?
  /// The name of the custom field that takes the ticket's original creation date; nil: only the text says it.
  package let created: String?
  /// The activity that time entries are booked on; nil: time worked is a line of text.
  package let activity: String?
  /// The role that accounts made by `mapping.people: "create"` get in the projects they write in.
  package let role: String?
  /// The largest file the target takes, in bytes; nil: as `load check` has found it.
  package let largestFile: Int?
  /// Which files it takes by their names.
  package let extensions: FileExtensions
  /// The address under which people will find `data/archive`, with a slash at the end; nil: texts name the folder.
  package let archive: String?
  /// What it takes of links between its projects; what is nil there: as `load check` has found it.
  package let linkRules: LinkRules

  init?(reading reader: inout ConfigurationReader) {
    let system = reader.choice("target.system", among: TargetSystem.allCases)
    let server = ServerConfiguration(reading: &reader, section: "target")
    let marker = reader.requiredString(
      "target.marker", "the name of the custom field that keeps the old id, such as \"RT ticket\"")
    settle = reader.seconds("target.settle", from: 0) ?? .seconds(20)
    markup = reader.optionalChoice("target.markup", among: MarkupLanguage.allCases)
    created = reader.string("target.created")
    activity = reader.string("target.activity")
    role = reader.string("target.role")
    largestFile = reader.byteCount("target.largestFile")
    extensions = FileExtensions(reading: &reader)
    archive = reader.optionalURL("target.archive").map { $0 + "/" }
    var linkRules = LinkRules()
    linkRules.relatesQueues = reader.flag("target.crossProjectRelations")
    linkRules.subtaskReach = reader.optionalChoice(
      "target.crossProjectSubtasks", among: SubtaskReach.allCases)
    self.linkRules = linkRules
    guard let system, let server, let marker else { return nil }
    self.system = system
    self.server = server
    self.marker = marker
  }
}

/// Where a server is and how to log in.
package struct ServerConfiguration: Sendable {
  package enum Login: Sendable {
    case token(SecretReference)
    case password(user: String, SecretReference)
  }

  /// Without a slash at the end.
  package let url: String
  package let login: Login
  /// A file with the certificates to trust instead of the system's.
  package let certificateAuthority: String?
  /// How long nothing at all may arrive before an answer is given up as lost.
  package let timeout: Duration

  init?(reading reader: inout ConfigurationReader, section: String) {
    let url = reader.url("\(section).url")
    let token = reader.secret("\(section).token")
    let user = reader.string("\(section).user")
    let password = reader.secret("\(section).password")
    certificateAuthority = reader.string("\(section).ca")
    timeout = reader.seconds("\(section).timeout", from: 1) ?? .seconds(120)
    switch (token, user, password) {
    case (let token?, nil, nil): login = .token(token)
    case (nil, let user?, let password?): login = .password(user: user, password)
    default:
      if !reader.hasFault(at: ["token", "user", "password"].map { "\(section).\($0)" }) {
        reader.fault(section, "needs either token, or user and password")
      }
      return nil
    }
    guard let url else { return nil }
    self.url = url
  }
}

/// All faults of a configuration file.
package struct ConfigurationError: StageFault, Equatable, CustomStringConvertible {
  package let path: String
  package let faults: [String]

  package init(path: String, faults: [String]) {
    self.path = path
    self.faults = faults
  }

  package var exitCode: ExitCode { .usage }
  package var description: String {
    ([path + (faults.count > 1 ? ": \(faults.count) faults" : ":")] + faults.map { "  " + $0 }).joined(
      separator: "\n")
  }
}
