/// What the ledger says was not carried over as it was, and who is kept as text.
///
/// A line of `data/transformed/ledger.jsonl` names a field path of the old system and how many of its values had which
/// fate. The file may be absent; fates it does not name are none.
struct LossFacts: Sendable {
  struct Path: Sendable {
    let name: String
    let reason: String
    let defaulted: Int
    let text: Int
    let dropped: Int
    let rejected: Int
  }

  /// Of all values that were met, by fate.
  private(set) var totals: [String: Int] = [:]
  private(set) var paths = 0
  /// Those of which most was dropped or rejected, then those of which most became text.
  private(set) var worst = Tops<Path>(40)
  private(set) var lossy = 0
  private(set) var hasLedger = false
  private(set) var peopleWithLogin = 0
  private(set) var peopleAsText = Tops<String>(10)
  private(set) var peopleAsTextCount = 0
  private(set) var unreadable = 0

  static let fates = ["carried", "mapped", "defaulted", "text", "dropped", "rejected"]

  init(_ data: DataFolder) throws(FileError) {
    hasLedger = Disk.exists(data.transformed.ledger)
    var lines = try ReportLines(data.transformed.ledger)
    while let path = try lines.nextObject({ $0.text("path") == nil ? nil : $0 }) { count(path) }
    var people = try ReportLines(data.transformed.people)
    while let person = try people.nextObject({ $0.text("name") == nil ? nil : $0 }) { countPerson(person) }
    unreadable = lines.unreadable + people.unreadable
  }

  private mutating func count(_ node: JSONNode) {
    paths += 1
    let counts = Dictionary(uniqueKeysWithValues: Self.fates.map { ($0, node.count($0) ?? 0) })
    totals.merge(counts, uniquingKeysWith: +)
    let path = Path(
      name: node.text("path")?.clipped(to: 120) ?? "", reason: Self.reason(node).clipped(to: 200),
      defaulted: counts["defaulted"] ?? 0, text: counts["text"] ?? 0, dropped: counts["dropped"] ?? 0,
      rejected: counts["rejected"] ?? 0)
    // A ledger that counts what it met says which dropped values nothing else says; the others are no loss.
    let lost = (node["met"] == nil ? path.dropped : node.count("lost") ?? 0) + path.rejected
    let changed = path.text + path.defaulted
    lossy += lost + changed > 0 ? 1 : 0
    worst.offer(min(lost, 1 << 30) << 31 + min(changed, 1 << 30), path)
  }

  /// The one reason, or of several (`{"reason": count}`) the most frequent.
  private static func reason(_ node: JSONNode) -> String {
    let most = node["reasons"]?.members.max { ($0.value.int ?? 0, $1.key) < ($1.value.int ?? 0, $0.key) }
    return node.text("reason") ?? most?.key ?? ""
  }

  private mutating func countPerson(_ node: JSONNode) {
    guard node.text("login") == nil else { return peopleWithLogin += 1 }
    peopleAsTextCount += 1
    let name = node.text("name")?.clipped(to: 80) ?? ""
    peopleAsText.offer(node.count("tickets") ?? 0, name.isEmpty ? node.text("email") ?? "" : name)
  }
}
