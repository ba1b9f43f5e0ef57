import MigrationKit

extension Ticket {
  /// What bringing it over costs, roughly: it is made, given its state and read back, and each article and file is a
  /// request of its own.
  var effort: Effort {
    let files = articles.flatMap(\.attachments)
    return Effort(
      requests: 3 + articles.count + files.count, byteCount: files.reduce(0) { $0 + $1.byteCount })
  }
}
