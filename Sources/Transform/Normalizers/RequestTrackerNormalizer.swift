import MigrationKit

/// Request Tracker 5's records in the words of the new system.
///
/// What its members mean: docs.bestpractical.com/rt/5.0/RT/REST2.html (read against 5.0.3).
struct RequestTrackerNormalizer: Normalizer {
  private let terms: ConversionTerms

  init(_ terms: ConversionTerms) {
    self.terms = terms
  }

  static func person(from record: SourceRecord) throws -> KnownPerson {
    try reading("person \(record.id)") {
      let user = try record.root.required("user") { $0 }
      let email = try user.optional("EmailAddress", \.string)?.cleanLine ?? ""
      var person = KnownPerson(
        id: record.id, name: try user.optional("RealName", \.string)?.cleanLine ?? "",
        email: email.isEmpty ? nil : email)
      let number = user.word("id")
      if !number.isEmpty { person.number = number }
      // Lists of people leave these two empty; single answers and `disabled` say them.
      person.isDisabled = (try record.root)["disabled"]?.bool ?? user.flag("Disabled") ?? false
      person.isPrivileged = user.flag("Privileged")
      person.isSystem = ["RT_System", "Nobody"].contains(record.id)
      return person
    }
  }

  static func queue(from record: SourceRecord) throws -> KnownQueue {
    try reading("queue \(record.id)") {
      let root = try record.root
      return KnownQueue(
        number: record.id, name: root["queue"]?.word("Name") ?? "",
        otherNames: names(in: root["allQueues"]) { $0 },
        fieldNames: names(in: root["customFields"]) { $0 },
        roleNames: names(in: root["customRoles"]) { "RT::CustomRole-\($0)" })
    }
  }

  private static func names(in list: JSONNode?, by key: (String) -> String) -> [String: String] {
    let rows = (list?.elements ?? []).map { (key($0.word("id")), $0.word("Name").cleanLine) }
    return Dictionary(rows.filter { !$0.1.isEmpty }) { first, _ in first }
  }

  static func outline(of record: SourceRecord) throws -> TicketOutline {
    try reading("ticket \(record.id)") {
      let root = try record.root
      return TicketOutline(
        merged: try RequestTrackerRecord.merged(in: root),
        transactions: (root["transactions"]?.elements ?? []).compactMap { Int($0.word("id")) },
        words: words(root))
    }
  }

  private static func words(_ root: JSONNode) -> KnownWords {
    let ticket = root["ticket"]
    let holders = [ticket].compactMap(\.self) + (root["transactions"]?.elements ?? [])
    let fields = holders.flatMap { $0["CustomFields"]?.elements ?? [] }
    let queue = ticket?["Queue"]
    return KnownWords(
      queues: Set([queue?.word("Name"), queue?.word("name"), queue?.string].compactMap(\.self)),
      types: [ticket?.word("Type") ?? ""], states: [ticket?.word("Status") ?? ""],
      fields: Set(fields.map { $0.word("name") }))
  }

  static func references(_ census: Census, addresses: [String]) -> (any TicketReferences)? {
    RequestTrackerReferences(census, addresses: addresses)
  }

  func converted(
    _ record: SourceRecord, files: [ExtractedAttachment], ledger: inout Ledger,
    balance: inout TicketBalance
  ) throws -> ConvertedTicket {
    try Self.reading("ticket \(record.id)") {
      let source = try RequestTrackerRecord(record)
      var conversion = RequestTrackerConversion(source, files: files, terms)
      let outcome = try conversion.outcome()
      var account = RequestTrackerAccount(of: conversion, ticket: try? outcome.get())
      account.write(try record.root, into: &ledger)
      try account.balance.requireEven(source.id)
      balance.add(account.balance)
      var ticket = try outcome.get()
      ticket.header += account.header
      return ConvertedTicket(ticket: ticket, archived: conversion.archived, named: conversion.named)
    }
  }

  /// Each value of a record with its fate, and whether it is the mapping that wants it told.
  func fates(in record: SourceRecord, files: [ExtractedAttachment]) throws -> [RequestTrackerAccount
    .AccountedValue]
  {
    var conversion = RequestTrackerConversion(try RequestTrackerRecord(record), files: files, terms)
    let ticket = try? conversion.outcome().get()
    return RequestTrackerAccount(of: conversion, ticket: ticket).fates(in: try record.root)
  }

  /// Says of which record a fault speaks.
  static func reading<Value>(_ record: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as JSONShapeError {
      throw MalformedRecord(record: record, reason: error.description)
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
