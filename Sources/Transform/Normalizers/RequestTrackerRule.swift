import MigrationKit
import Synchronization

/// All that the fate of a value depends on by its path alone.
///
/// A class, because all values of a path share it.
final class RequestTrackerRule: Sendable {
  /// What a path of someone ends with.
  enum Trait: Sendable {
    case address, name, number, other
  }

  let path: String
  let treatment: RequestTrackerFates.Treatment?
  /// What the mapping says of the path.
  let byMapping: Fate?
  /// What becomes of a custom field's values: of the ticket, and of an entry that is an article.
  let field: Fate
  let entryField: Fate
  let trait: Trait
  let isOwner: Bool
  let isSubject: Bool
  /// Of links between tickets.
  let isRelation: Bool
  /// Whether all values fare alike that say something and are in the same circumstances.
  let isHabitual: Bool
  /// The circumstances that a value's fate depends on.
  let relevant: RequestTrackerCircumstances
  /// Of a custom field's file.
  let isFileAddress: Bool
  /// A number that means "nothing" when it is 0.
  let isUnsetAtZero: Bool
  /// Which header of a mail it is, of those that texts can have as lines.
  let quotable: Word?

  init(_ path: String, _ rules: PathRules, _ fields: [String: FieldRule]) {
    self.path = path
    treatment = RequestTrackerFates.treatment(of: path)
    byMapping = rules.fate(of: path)
    isFileAddress = path.hasSuffix("]._url")
    field = Self.field(fields[Self.kind(of: path)], isFileAddress: isFileAddress)
    entryField = field == .carried && !isFileAddress ? .text : field
    trait =
      path.hasSuffix(".EmailAddress")
      ? .address : path.hasSuffix(".RealName") ? .name : path.hasSuffix(".id") ? .number : .other
    isOwner = path.hasPrefix("ticket.Owner")
    isSubject = path == "ticket.Subject"
    isRelation = SourceLink.references.keys.contains { path == "ticket._hyperlinks[\($0)]" }
    isHabitual = !isOwner && !isRelation && !isFileAddress && treatment?.looksAtValues != true
    relevant =
      switch treatment {
      case .start, .due: .all
      case nil, .fixed, .time: .rejected
      default: .all.subtracting([.startKept, .hasChildren])
      }
    isUnsetAtZero = RequestTrackerFates.unsetAtZero.contains { path.hasSuffix(".\($0)") }
    quotable = Wording.quotedHeaders.first { path.hasSuffix(".Headers[\($0.rawValue)]") }
  }

  /// A file is attached whatever its field becomes, unless that is dropped. A text without a rule rejects its ticket.
  private static func field(_ rule: FieldRule?, isFileAddress: Bool) -> Fate {
    switch rule {
    case .drop(let reason): .lost(reason)
    case .text where !isFileAddress: .text
    default: .carried
    }
  }

  /// "Kundennummer" of "ticket.CustomFields[Kundennummer]._url".
  private static func kind(of path: String) -> String {
    guard let start = path.firstRange(of: "CustomFields["), let end = path.lastIndex(of: "]"),
      start.upperBound <= end
    else { return "" }
    return String(path[start.upperBound..<end])
  }
}

/// The rules of all paths of a run, each found out once.
final class RequestTrackerRules: Sendable {
  /// Whoever sends mail names its headers: beyond this number, rules are found out again.
  private static let limit = 10_000

  private let mapping: PathRules
  private let fields: [String: FieldRule]
  private let known = Mutex<[String: RequestTrackerRule]>([:])

  init(_ configuration: MappingConfiguration) {
    mapping = PathRules(configuration)
    fields = configuration.fields
  }

  subscript(path: String) -> RequestTrackerRule {
    known.withLock { known in
      if let rule = known[path] { return rule }
      let rule = RequestTrackerRule(path, mapping, fields)
      if known.count < Self.limit { known[path] = rule }
      return rule
    }
  }
}
