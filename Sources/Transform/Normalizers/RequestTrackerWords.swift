import MigrationKit

extension RequestTrackerNormalizer {
  static func words(in record: SourceRecord, census: Census) throws -> SourceWords {
    try MalformedRecord.reading("ticket \(record.id)") {
      let source = try RequestTrackerRecord(record)
      let ticket = source.ticket
      return SourceWords(
        queue: ticket.queue, type: ticket.type, state: ticket.status, priority: String(ticket.priority),
        fields: ticket.fields.map { ($0.name, $0.texts) }, people: people(of: source, census))
    }
  }

  private static func people(
    of source: RequestTrackerRecord, _ census: Census
  ) -> [(person: KnownPerson, articles: Int, isStaff: Bool)] {
    let ticket = source.ticket
    let named = [ticket.creator] + ticket.requestors + ticket.cc + ticket.adminCc
    let owner = [ticket.owner].compactMap(\.self)
    let authors = source.transactions.filter { ["Create", "Correspond", "Comment"].contains($0.type) }
    let rows =
      named.map { ($0, 0, false) } + owner.map { ($0, 0, true) }
      + authors.map { ($0.creator, 1, $0.type == "Comment") }
    return rows.filter { !$0.0.isNobody && !$0.0.isSystem }.map { named, articles, isStaff in
      (census.known(named), articles, isStaff)
    }
  }
}
