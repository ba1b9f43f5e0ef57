/// Which ticket an entry of the old system's history belongs to: two numbers an entry, so that some 300,000 of them
/// need five megabytes.
struct TransactionIndex: Sendable {
  private var transactions: [Int] = []
  private var tickets: [Int] = []

  init() {}

  /// - Parameter rows: in any order; the first row of a transaction counts.
  init(_ rows: [(transaction: Int, ticket: Int)]) {
    for (transaction, ticket) in rows.sorted(by: { $0 < $1 }) where transaction != transactions.last {
      transactions.append(transaction)
      tickets.append(ticket)
    }
  }

  func ticket(of transaction: Int) -> Int? {
    var range = transactions.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if transactions[middle] == transaction { return tickets[middle] }
      range =
        transactions[middle] < transaction ? middle + 1..<range.upperBound : range.lowerBound..<middle
    }
    return nil
  }
}
