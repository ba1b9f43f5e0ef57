extension RequestTracker {
  /// The rows a search has found.
  enum Found<Row: Record> {
    case rows([Row])
    /// Too many to be made at once: their numbers, in order, and how a row is made.
    case numbers(AnyRandomAccessCollection<Int>, (Int) -> Row?)

    var count: Int {
      switch self {
      case .rows(let rows): rows.count
      case .numbers(let numbers, _): numbers.count
      }
    }

    var rows: [Row] {
      switch self {
      case .rows(let rows): rows
      case .numbers(let numbers, let row): numbers.compactMap(row)
      }
    }

    func without(_ range: ClosedRange<Int>?) -> Found {
      guard let range, case .numbers(let numbers, let row) = self else { return self }
      return .numbers(AnyRandomAccessCollection(numbers.filter { !range.contains($0) }), row)
    }
  }

  /// One kind of rows, for searching in it.
  struct Table<Row: Record> {
    let count: Int
    let row: (Int) -> Row?
    /// Where the rows are whose column has a value of this range; nil for a column that tells nothing.
    let place: (String, ClosedRange<Int>) -> NumberSet?
    let outlines: (ClosedRange<Int>) -> [SearchOutline]
    /// Which of the outlines is this row's.
    let kind: (Int) -> Int

    func found(_ search: Search, in archive: Archive) -> Found<Row> {
      guard count > 0 else { return .rows([]) }
      let candidates = search.narrowed(in: NumberSet(1...count), place)
      if let all = decided(search, candidates) { return .numbers(all, row) }
      return .rows(
        candidates.ranges.lazy.joined().compactMap(row).filter { search.matches($0, in: archive) })
    }

    /// The numbers that fit, where that is known without a look at each row.
    private func decided(_ search: Search, _ candidates: NumberSet) -> AnyRandomAccessCollection<Int>? {
      guard candidates.ranges.count == 1, let range = candidates.ranges.first else { return nil }
      let kinds = outlines(range).map(search.decides)
      guard !kinds.isEmpty, kinds.allSatisfy({ $0 != nil }) else { return nil }
      if kinds.allSatisfy({ $0 == true }) { return AnyRandomAccessCollection(range) }
      return AnyRandomAccessCollection(range.filter { kinds[kind($0)] == true })
    }
  }
}

extension RequestTracker.Archive {
  var tickets: RequestTracker.Table<RequestTracker.Ticket> {
    RequestTracker.Table(
      count: shelf.ticketCount, row: shelf.ticket,
      place: { field, range in
        switch field {
        case "id": RequestTracker.NumberSet(range)
        case "EffectiveId" where range.count == 1:
          RequestTracker.NumberSet(unordered: shelf.parts(of: range.lowerBound).map { $0...$0 })
        default: nil
        }
      }, outlines: shelf.outlines(ofTickets:), kind: shelf.kind(ofTicket:))
  }

  var transactions: RequestTracker.Table<RequestTracker.Transaction> {
    RequestTracker.Table(
      count: shelf.transactionCount, row: shelf.transaction,
      place: { field, range in
        switch field {
        case "id": RequestTracker.NumberSet(range)
        case "ObjectId", "TicketId": shelf.transactions(ofTickets: range)
        default: nil
        }
      }, outlines: shelf.outlines(ofTransactions:), kind: shelf.kind(ofTransaction:))
  }

  var attachments: RequestTracker.Table<RequestTracker.Attachment> {
    RequestTracker.Table(
      count: shelf.attachmentCount, row: shelf.attachment,
      place: { field, range in
        switch field {
        case "id": RequestTracker.NumberSet(range)
        case "TransactionId": shelf.attachments(ofTransactions: range)
        default: nil
        }
      }, outlines: { _ in [] }, kind: { _ in 0 })
  }
}
