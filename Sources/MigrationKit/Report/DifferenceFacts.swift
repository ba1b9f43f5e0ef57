/// What `load verify` has found different, by kind.
struct DifferenceFacts: Sendable {
  /// What a difference means; the order is that of the page.
  enum Verdict: String, Sendable, CaseIterable {
    case unexpected
    case changed
    case impossible
  }

  struct Kind: Hashable, Comparable, Sendable {
    let verdict: Verdict
    /// Why it is so; empty for what should not be.
    let reason: String
    /// Without numbers: "article: text".
    let what: String

    static func < (left: Kind, right: Kind) -> Bool { (left.reason, left.what) < (right.reason, right.what) }
  }
  struct Example: Sendable {
    let ticket: String
    let what: String
    let expected: String
    let found: String
  }

  private(set) var kinds = Grouped<Kind, Example>()
  private(set) var counts: [Verdict: Int] = [:]
  private(set) var unreadable = 0

  init(_ data: DataFolder) throws(FileError) {
    var lines = try ReportLines(data.loaded.verification)
    while let (kind, example) = try lines.nextObject(Self.difference) {
      kinds.add(example, to: kind)
      counts[kind.verdict, default: 0] += 1
    }
    unreadable = lines.unreadable
  }

  var unexpected: Int { counts[.unexpected] ?? 0 }

  private static func difference(_ node: JSONNode) -> (Kind, Example)? {
    guard let ticket = node.text("ticket"), let what = node.text("what") else { return nil }
    let example = Example(
      ticket: ticket, what: what.clipped(to: 80), expected: (node.text("expected") ?? "").clipped(to: 160),
      found: (node.text("found") ?? "").clipped(to: 160))
    let name = what.split(separator: " ").map { word in
      word.contains(where: \.isNumber) ? (word.hasSuffix(":") ? ":" : "") : String(word)
    }
    let kind = name.joined(separator: " ").replacing(" :", with: ":").clipped(to: 60)
    // What names no class should not be there.
    let verdict = node.text("class").flatMap(Verdict.init) ?? .unexpected
    let reason = (node.text("reason") ?? "").clipped(to: 200)
    return (Kind(verdict: verdict, reason: reason, what: kind), example)
  }
}
