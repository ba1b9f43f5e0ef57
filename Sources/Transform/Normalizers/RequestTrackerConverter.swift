import MigrationKit

/// Converts tickets one after the other, with one set of books for all of them.
struct RequestTrackerConverter: TicketConverter {
  private let terms: ConversionTerms
  private var books: RequestTrackerBooks
  private(set) var balance = TicketBalance()

  var ledger: Ledger { books.ledger }

  init(_ terms: ConversionTerms, _ rules: RequestTrackerRules) {
    self.terms = terms
    books = RequestTrackerBooks(rules)
  }

  mutating func convert(_ record: SourceRecord, files: [ExtractedAttachment]) throws -> ConvertedTicket {
    try RequestTrackerNormalizer.reading("ticket \(record.id)") {
      let (old, source) = try RequestTrackerNormalizer.ticket(from: record, files: files, terms)
      var mapper = TicketMapper(source, terms)
      let outcome = try mapper.outcome()
      var account = RequestTrackerAccount(of: old, mapper, ticket: try? outcome.get())
      account.write(try record.root, into: &books)
      try account.balance.requireEven(source.id)
      balance.add(account.balance)
      var ticket = try outcome.get()
      ticket.header += account.header
      let planned = terms.zone == nil ? [source.start, source.due].compactMap(\.self) : []
      return ConvertedTicket(
        ticket: ticket, archived: mapper.archived, embedded: mapper.embedded, named: mapper.named,
        plannedMoments: planned)
    }
  }
}

extension RequestTrackerNormalizer {
  static func ticket(
    from record: SourceRecord, files: [ExtractedAttachment], _ terms: ConversionTerms
  ) throws -> (RequestTrackerRecord, SourceTicket) {
    let old = try RequestTrackerRecord(record)
    let reading = RequestTrackerReading(
      record: old, files: Dictionary(files.map { ($0.id, $0) }) { first, _ in first }, census: terms.census,
      listsChanges: terms.mapping.configuration.history == .summary)
    return (old, try reading.ticket())
  }
}
