import MigrationKit

/// Request Tracker 5's records in the words of the new system.
///
/// What its members mean: docs.bestpractical.com/rt/5.0/RT/REST2.html (read against 5.0.3).
struct RequestTrackerNormalizer: Normalizer {
  private let mapping: Mapping
  private let census: Census

  init(mapping: Mapping, census: Census) {
    self.mapping = mapping
    self.census = census
  }

  static func person(from record: SourceRecord) throws -> KnownPerson {
    try reading("person \(record.id)") {
      let user = try record.root.required("user") { $0 }
      let email = try user.optional("EmailAddress", \.string)?.cleanLine ?? ""
      return KnownPerson(
        id: record.id, name: try user.optional("RealName", \.string)?.cleanLine ?? "",
        email: email.isEmpty ? nil : email)
    }
  }

  static func merged(in record: SourceRecord) throws -> [SourceID<Ticket>] {
    try reading("ticket \(record.id)") { try RequestTrackerRecord.merged(in: try record.root) }
  }

  func ticket(from record: SourceRecord, files: [ExtractedAttachment]) throws -> Ticket {
    try Self.reading("ticket \(record.id)") {
      let source = try RequestTrackerRecord(record)
      var conversion = RequestTrackerConversion(source, files: files, mapping: mapping, census: census)
      do {
        return try conversion.ticket()
      } catch let missing as MissingFile {
        throw RejectedTicket(rejects: [missing.reject(of: source.id)])
      }
    }
  }

  /// Says of which record a fault speaks.
  private static func reading<Value>(_ record: String, _ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as JSONShapeError {
      throw MalformedRecord(record: record, reason: error.description)
    }
  }
}
