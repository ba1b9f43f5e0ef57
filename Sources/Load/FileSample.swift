import MigrationKit

/// Which attachments are compared byte for byte: all, or so many spread evenly, the same ones in every run.
struct FileSample: Sendable {
  private let wanted: Int
  private let total: Int

  /// - Parameter wanted: nil for all.
  init(_ wanted: Int?, of total: Int) {
    self.total = max(total, 1)
    self.wanted = min(wanted ?? self.total, self.total)
  }

  static let all = FileSample(nil, of: 1)

  var isAll: Bool { wanted == total }

  /// - Parameter ordinal: the attachment's place among all, from 0.
  func contains(_ ordinal: Int) -> Bool { (ordinal + 1) * wanted / total > ordinal * wanted / total }
}
