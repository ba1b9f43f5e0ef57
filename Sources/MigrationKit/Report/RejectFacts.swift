/// What was rejected, by stage and cause.
struct RejectFacts: Sendable {
  struct Cause: Hashable, Comparable, Sendable {
    let stage: String
    /// The rule without the numbers in it: "attachment", "article".
    let rule: String
    let hint: String

    static func < (left: Cause, right: Cause) -> Bool {
      (left.stage, left.rule, left.hint) < (right.stage, right.rule, right.hint)
    }
  }

  private(set) var causes = Grouped<Cause, (ticket: String, reason: String)>()
  private(set) var counts: [String: Int] = [:]
  /// Tickets that could not be read.
  private(set) var unread: Set<SourceID<Ticket>> = []
  /// Tickets `transform` rejected.
  private(set) var rejected: Set<SourceID<Ticket>> = []
  /// Tickets of which the target refused something.
  private(set) var refused: Set<SourceID<Ticket>> = []
  private(set) var unreadable = 0

  init(_ data: DataFolder) throws(FileError) {
    try read(data.extracted.rejects, "extract")
    try read(data.transformed.rejects, "transform")
    try read(data.loaded.rejects, "load")
  }

  private mutating func read(_ path: String, _ stage: String) throws(FileError) {
    var lines = try ReportLines(path)
    while let reject = try lines.nextObject({ try? Reject(json: $0) }) { add(reject, stage) }
    unreadable += lines.unreadable
  }

  private mutating func add(_ reject: Reject, _ stage: String) {
    counts[stage, default: 0] += 1
    switch stage {
    case "extract" where reject.rule == "ticket/\(reject.ticket)": unread.insert(reject.ticket)
    case "extract": break
    case "transform": rejected.insert(reject.ticket)
    default: refused.insert(reject.ticket)
    }
    let cause = Cause(stage: stage, rule: Self.kind(of: reject.rule), hint: reject.hint.clipped(to: 400))
    causes.add((reject.ticket.text, reject.reason.clipped(to: 400)), to: cause)
  }

  /// "5/article/190" as "article".
  private static func kind(of rule: String) -> String {
    rule.split(separator: "/").filter { part in !part.allSatisfy(\.isNumber) }.prefix(1)
      .joined(separator: "/").clipped(to: 60)
  }
}
