import MigrationKit

/// Converts tickets one after the other, with one set of books for all of them: any number of converters work at once.
struct TicketConverter: Sendable {
  private let normalizer: any Normalizer
  private var books: RunningLedger
  private(set) var balance = TicketBalance()

  /// The fate of every value of the records so far, also of tickets that were rejected.
  var ledger: Ledger { books.ledger }

  init(_ normalizer: any Normalizer) {
    self.normalizer = normalizer
    books = RunningLedger(normalizer.rules)
  }

  /// A record with the files that belong to it, in the new system's words.
  /// Throws `RejectedTicket` for one that the mapping cannot place, `MalformedRecord` for one that cannot be read.
  mutating func convert(_ record: SourceRecord, files: [ExtractedAttachment]) throws -> ConvertedTicket {
    try MalformedRecord.reading("ticket \(record.id)") {
      let terms = normalizer.terms
      let source = try normalizer.ticket(
        record, files: Dictionary(files.map { ($0.id, $0) }) { first, _ in first })
      var mapper = TicketMapper(source, terms)
      let outcome = try mapper.outcome()
      var account = TicketAccount(mapper, normalizer.rules.records, ticket: try? outcome.get())
      account.write(try record.root, into: &books)
      try account.balance.requireEven(source.id)
      balance.add(account.balance)
      var ticket = try outcome.get()
      ticket.header += account.header
      let planned =
        terms.zone == nil ? [source.start, source.due].compactMap(\.self).filter { !$0.isDay } : []
      return ConvertedTicket(
        ticket: ticket, archived: mapper.archived, embedded: mapper.embedded, named: mapper.named,
        plannedMoments: planned)
    }
  }
}
