import MigrationKit

/// Reads the whole extraction once for what has to be known of all of it: who there is, which tickets there are.
struct CensusTaker {
  let normalizer: any Normalizer.Type
  let input: DataFolder.Extracted

  /// - Parameter note: is told everything that is added, in the order of the files.
  /// - Returns: The census, and the ids of `tickets.jsonl` in its order.
  func take(noting note: (CensusEntry) throws -> Void = { _ in }) async throws
    -> (census: Census, ids: [SourceID<Ticket>])
  {
    var census = Census()
    func add(_ entry: CensusEntry) throws {
      try note(entry)
      census.add(entry)
    }
    var people = try RecordReader<SourceRecord>(input.people)
    while let record = try people.next() { try add(.person(try normalizer.person(from: record))) }
    if Disk.exists(input.queues) {
      var queues = try RecordReader<SourceRecord>(input.queues)
      while let record = try queues.next() { try add(.queue(try normalizer.queue(from: record))) }
    }
    let ids = try await takeTickets(adding: add)
    census.close()
    return (census, ids)
  }

  private func takeTickets(adding add: (CensusEntry) throws -> Void) async throws -> [SourceID<Ticket>] {
    var ids: [SourceID<Ticket>] = []
    var blocks = try RecordBlockReader(input.tickets)
    try await inOrder(limit: ProcessorCount.blocksAtOnce) {
      try blocks.next()
    } work: { [normalizer] lines in
      try lines.map { line in
        let record = try line.beginning(as: SourceRecord.self, until: normalizer.outlineMembers, depth: 1)
        return (SourceID<Ticket>(record.id), try normalizer.outline(of: record))
      }
    } consume: { outlines in
      for (id, outline) in outlines {
        try requireOrder(id, behind: ids.last)
        ids.append(id)
        try add(.ticket(id, outline))
      }
    }
    return ids
  }

  private func requireOrder(_ id: SourceID<Ticket>, behind last: SourceID<Ticket>?) throws {
    guard let last, !(last < id) else { return }
    throw StageError(
      "\(input.tickets): ticket \(id) comes after \(last); the file must be sorted by id, each once")
  }
}
