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
    if Disk.exists(input.queues) {
      var queues = try RecordReader<SourceRecord>(input.queues)
      while let record = try queues.next() { census.add(try normalizer.queue(from: record)) }
    }
    var ids: [SourceID<Ticket>] = []
    var entries: [(transaction: Int, ticket: Int)] = []
    var tickets = try RecordReader<SourceRecord>(input.tickets)
    while let record = try tickets.next() {
      let id = SourceID<Ticket>(record.id)
      if let last = ids.last, !(last < id) {
        throw StageError(
          "\(input.tickets): ticket \(id) comes after \(last); the file must be sorted by id, each once")
      }
      let outline = try normalizer.outline(of: record)
      census.add(id, merged: outline.merged)
      census.words.formUnion(outline.words)
      if let number = Int(id.text) { entries += outline.transactions.map { ($0, number) } }
      ids.append(id)
    }
    census.transactions = TransactionIndex(entries)
    return (census, ids)
  }
}
