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
      let source = try RequestTrackerRecord(record)
      var conversion = RequestTrackerConversion(source, files: files, terms)
      let outcome = try conversion.outcome()
      var account = RequestTrackerAccount(of: conversion, ticket: try? outcome.get())
      account.write(try record.root, into: &books)
      try account.balance.requireEven(source.id)
      balance.add(account.balance)
      var ticket = try outcome.get()
      ticket.header += account.header
      let planned = terms.zone == nil ? [source.ticket.starts, source.ticket.due].compactMap(\.self) : []
      return ConvertedTicket(
        ticket: ticket, archived: conversion.archived, embedded: conversion.embedded, named: conversion.named,
        plannedMoments: planned)
    }
  }
}

extension RequestTrackerConversion {
  /// The ticket, or all that speaks against it.
  fileprivate mutating func outcome() throws -> Result<Ticket, RejectedTicket> {
    do {
      return .success(try ticket())
    } catch let missing as MissingFile {
      return .failure(RejectedTicket(rejects: [missing.reject(of: source.id)]))
    } catch let rejected as RejectedTicket {
      return .failure(rejected)
    }
  }
}
