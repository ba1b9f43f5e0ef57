import MigrationKit
import Synchronization

/// All that the fate of a value depends on by its path alone.
///
/// A class, because all values of a path share it.
final class ValueRule: Sendable {
  let path: String
  let treatment: Treatment?
  let traits: PathTraits
  /// What the mapping says of the path.
  let byMapping: Fate?
  /// What becomes of a custom field's values: of the ticket, and of an entry that is an article.
  let field: Fate
  let entryField: Fate
  /// Whether all values fare alike that say something and are in the same circumstances.
  let isHabitual: Bool
  /// The circumstances that a value's fate depends on.
  let relevant: Circumstances

  init(_ path: String, _ records: any RecordRules, _ rules: PathRules, _ fields: [String: FieldRule]) {
    self.path = path
    treatment = records.treatment(of: path)
    traits = records.traits(of: path)
    byMapping = rules.fate(of: path)
    field = Self.field(fields[traits.field], isFileAddress: traits.isFileAddress)
    entryField = field == .carried && !traits.isFileAddress ? .text : field
    isHabitual =
      !traits.isOwner && !traits.isRelation && !traits.isFileAddress && treatment?.looksAtValues != true
    relevant =
      switch treatment {
      case .start, .due: .all
      case nil, .fixed, .time: .rejected
      default: .all.subtracting([.startKept, .hasChildren])
      }
  }

  /// A file is attached whatever its field becomes, unless that is dropped. A text without a rule rejects its ticket.
  private static func field(_ rule: FieldRule?, isFileAddress: Bool) -> Fate {
    switch rule {
    case .drop(let reason): .lost(reason)
    case .text where !isFileAddress: .text
    default: .carried
    }
  }
}

/// The rules of all paths of a run, each found out once.
final class ValueRules: Sendable {
  /// Whoever sends mail names its headers: beyond this number, rules are found out again.
  private static let limit = 10_000

  let records: any RecordRules
  private let mapping: PathRules
  private let fields: [String: FieldRule]
  private let known = Mutex<[String: ValueRule]>([:])

  init(_ records: any RecordRules, _ configuration: MappingConfiguration) {
    self.records = records
    mapping = PathRules(configuration)
    fields = configuration.fields
  }

  subscript(path: String) -> ValueRule {
    known.withLock { known in
      if let rule = known[path] { return rule }
      let rule = ValueRule(path, records, mapping, fields)
      if known.count < Self.limit { known[path] = rule }
      return rule
    }
  }
}
