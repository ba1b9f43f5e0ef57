/// Which ticket an entry of the old system's history belongs to: eight bytes an entry, so that the 2.4 million of 200,000
/// tickets need some 20 megabytes.
struct TransactionIndex: Sendable {
  /// The entry's number in the upper half, the ticket's in the lower. Numbers of more than 32 bits are left out: Request
  /// Tracker has none (etc/schema.mysql of 5.0.3).
  private var rows: [UInt64] = []

  init() {}

  init(_ rows: [(transaction: Int, ticket: Int)]) {
    for (transaction, ticket) in rows { add(transaction, of: ticket) }
    sort()
  }

  /// Found once `sort` was called.
  mutating func add(_ transaction: Int, of ticket: Int) {
    guard let transaction = UInt32(exactly: transaction), let ticket = UInt32(exactly: ticket) else { return }
    rows.append(UInt64(transaction) << 32 | UInt64(ticket))
  }

  mutating func sort() { rows.sort() }

  /// Of several tickets the lowest.
  func ticket(of transaction: Int) -> Int? {
    guard let transaction = UInt32(exactly: transaction) else { return nil }
    var range = rows.indices
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      if rows[middle] >> 32 < transaction {
        range = middle + 1..<range.upperBound
      } else {
        range = range.lowerBound..<middle
      }
    }
    guard range.lowerBound < rows.count, rows[range.lowerBound] >> 32 == transaction else { return nil }
    return Int(rows[range.lowerBound] & 0xFFFF_FFFF)
  }
}
