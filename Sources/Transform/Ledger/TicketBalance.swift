import MigrationKit

/// One ticket's parts before and after: what was met is counted in the old system's record, what was carried in
/// the new one, and what was put into text or dropped by the rules. They must agree.
struct TicketBalance: Equatable, Sendable {
  struct Count: Equatable, Sendable {
    var met = 0
    var carried = 0
    var text = 0
    var dropped = 0
    var rejected = 0

    var isEven: Bool { met == carried + text + dropped + rejected }

    mutating func add(_ other: Count) {
      met += other.met
      carried += other.carried
      text += other.text
      dropped += other.dropped
      rejected += other.rejected
    }

    var json: JSONValue {
      [
        "met": .int(met), "carried": .int(carried), "text": .int(text), "dropped": .int(dropped),
        "rejected": .int(rejected),
      ]
    }
  }

  var articles = Count()
  /// Articles that no entry of the old system has become: those that list changes.
  var summaries = 0
  var attachments = Count()
  var links = Count()

  private var rows: [(name: String, count: Count)] {
    [("articles", articles), ("attachments", attachments), ("links", links)]
  }

  mutating func add(_ other: TicketBalance) {
    articles.add(other.articles)
    summaries += other.summaries
    attachments.add(other.attachments)
    links.add(other.links)
  }

  /// Rejects the ticket: a sum that is not right means that something was lost or doubled.
  func requireEven(_ ticket: SourceID<Ticket>) throws(RejectedTicket) {
    guard let (name, count) = rows.first(where: { !$0.count.isEven }) else { return }
    throw RejectedTicket(rejects: [
      Reject(
        ticket: ticket, rule: "balance",
        reason: """
          its \(name) do not add up: \(count.met) met, but \(count.carried) carried, \(count.text) in text, \
          \(count.dropped) dropped by a rule and \(count.rejected) rejected
          """, hint: "undo edits of the extracted files, or report this fault with that ticket's line")
    ])
  }

  var json: JSONValue { .object(rows.map { .init($0.name, $0.count.json) }) }
}
