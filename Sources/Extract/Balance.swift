import MigrationKit

/// Found = extracted + skipped + failed: what the searches showed on one side, what became of it on the other.
struct Balance: Equatable, CustomStringConvertible {
  let found: Int
  let extracted: Int
  let skipped: Int
  let failed: Int

  var accounted: Int { extracted + skipped + failed }

  var description: String {
    "\(grouped(found)) found, \(grouped(extracted)) extracted + \(grouped(skipped)) skipped + \(grouped(failed)) failed"
  }

  func require(of what: String) throws(StageError) {
    guard found != accounted else { return }
    throw StageError(
      "\(what) do not balance: \(self) = \(grouped(accounted)); delete the folder and extract again")
  }
}

extension Balance {
  /// What was found, as it was counted slice by slice, against the lines that are in the files now.
  init(found: Int, in folder: DataFolder.Extracted) throws {
    self.found = found
    extracted = try Self.lineCount(folder.tickets)
    skipped = try Self.lineCount(folder.skipped)
    failed = try Self.failedCount(folder.rejects)
  }

  private static func lineCount(_ path: String) throws -> Int {
    var lines = try LineReader(path)
    while try lines.next() != nil {}
    return lines.lineNumber
  }

  private static func failedCount(_ path: String) throws -> Int {
    var rejects = try RecordReader<Reject>(path)
    var count = 0
    while let reject = try rejects.next() {
      if case .ticket = RejectRule(reject.rule) { count += 1 }
    }
    return count
  }
}
