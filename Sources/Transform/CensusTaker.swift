import MigrationKit

/// Reads the whole extraction once for what has to be known of all of it: who there is, which tickets there are.
struct CensusTaker {
  let normalizer: any Normalizer.Type
  let input: DataFolder.Extracted

  /// - Returns: The census, and the ids of `tickets.jsonl` in its order.
  func take() async throws -> (census: Census, ids: [SourceID<Ticket>]) {
    var census = Census()
    var people = try RecordReader<SourceRecord>(input.people)
    while let record = try people.next() { census.add(try normalizer.person(from: record)) }
    var ids: [SourceID<Ticket>] = []
    var tickets = try RecordReader<SourceRecord>(input.tickets)
    while let record = try tickets.next() {
      let id = SourceID<Ticket>(record.id)
      if let last = ids.last, !(last < id) {
        throw StageError(
          "\(input.tickets): ticket \(id) comes after \(last); the file must be sorted by id, each once")
      }
      census.add(id, merged: try normalizer.merged(in: record))
      ids.append(id)
    }
    return (census, ids)
  }
}
