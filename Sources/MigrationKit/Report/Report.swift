/// `report.html`: the whole migration on one page, made only from the files of the data folder.
package struct Report {
  let data: DataFolder

  package init(_ data: DataFolder) { self.data = data }

  /// Carries out a stage and rewrites the report after it, however it ended: after a fault the page is wanted most.
  /// A stage that was refused because another is at work here changes nothing, so neither the page.
  ///
  /// The page is a copy of what the files say, so one that cannot be written is a note and changes nothing else.
  package static func rewritten(
    in data: DataFolder, _ console: Console, after stage: () async throws -> ExitCode
  ) async throws -> ExitCode {
    let result: Result<ExitCode, any Error>
    do {
      result = .success(try await stage())
    } catch let error as FileError where error.isTaken {
      throw error
    } catch {
      result = .failure(error)
    }
    do {
      if Disk.exists(data.root) { try await Report(data).write() }
    } catch {
      if !isExplained(error, by: result) { console.note("\(data.report) was not rewritten: \(error)") }
    }
    return try result.get()
  }

  /// The stage stopped and says why: that the disk is too full for the page as well is no news.
  private static func isExplained(_ error: any Error, by result: Result<ExitCode, any Error>) -> Bool {
    guard case .failure = result, let error = error as? FileError else { return false }
    return error.isFullDisk
  }

  /// Reads every file once. Memory does not grow with the tickets, but for the numbers of rejected ones.
  package func write() async throws {
    let lock = try RunLock(stage: "report", in: data)
    defer { withExtendedLifetime(lock) {} }
    var file = try RecordWriter(data.report)
    var rows = LookupData()
    var first: [HTML] = []
    try file.append(text: ReportPage.opening.source + LookupData.opening)
    let facts = try await ReportFacts(data) { row, fate in
      try file.append(text: rows.row(row, fate))
      if first.count < LookupSection.rowsAtFirst { first.append(LookupSection.row(row, fate)) }
    }
    try file.append(text: rows.closing)
    let page = ReportPage(facts: facts, lookup: LookupSection(first: first, count: rows.count))
    try file.append(text: page.rest.source)
    try file.finish()
  }
}
