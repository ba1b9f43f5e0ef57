import MigrationKit

/// Reads the whole extraction once for what has to be known of all of it: who there is, which tickets there are.
struct CensusTaker {
  let normalizer: any Normalizer.Type
  let input: DataFolder.Extracted

  /// - Parameter note: gets everything that is added, in the order of the files.
  /// - Returns: The census, the ids of `tickets.jsonl` in its order, and which people and queues cannot be read.
  func take(noting note: (CensusEntry) throws -> Void = { _ in }) async throws
    -> (census: Census, ids: [SourceID<Ticket>], faults: [String])
  {
    var census = Census()
    func add(_ entry: CensusEntry) throws {
      try note(entry)
      census.add(entry)
    }
    var people = try DirectoryReader(input.people) { try normalizer.person(from: $0) }
    while let person = try people.next() { try add(.person(person)) }
    var faults = people.faults
    if Disk.exists(input.queues) {
      var queues = try DirectoryReader(input.queues) { try normalizer.queue(from: $0) }
      while let queue = try queues.next() { try add(.queue(queue)) }
      faults += queues.faults
    }
    let ids = try await takeTickets(adding: add)
    census.close()
    return (census, ids, faults)
  }

  private func takeTickets(adding add: (CensusEntry) throws -> Void) async throws -> [SourceID<Ticket>] {
    var ids: [SourceID<Ticket>] = []
    var blocks = try RecordBlockReader(input.tickets)
    try await inOrder(limit: ProcessorCount.blocksAtOnce) {
      try blocks.next()
    } work: { lines in
      try lines.map { line in
        let (id, record) = try line.ticket(until: normalizer.outlineMembers)
        return (id, try outline(of: record, in: line))
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

  /// A ticket that cannot be read is rejected when its turn comes; the others need to know that it is there.
  private func outline(
    of record: Result<SourceRecord, MalformedRecord>, in line: RecordLine
  ) throws -> TicketOutline {
    do {
      let record = try record.get()
      var outline = try normalizer.outline(of: record)
      outline.words.tags = normalizer.tags(of: record, in: line)
      return outline
    } catch is MalformedRecord {
      return TicketOutline()
    }
  }

  private func requireOrder(_ id: SourceID<Ticket>, behind last: SourceID<Ticket>?) throws {
    guard let last, !(last < id) else { return }
    throw StageError(
      "\(input.tickets): ticket \(id) comes after \(last); the file must be sorted by id, each once")
  }
}
