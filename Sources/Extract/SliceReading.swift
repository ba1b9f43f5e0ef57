import MigrationKit

/// Reads what the source says about a slice, so that a ticket it cannot read costs that ticket only.
///
/// Tickets change while they are read; a slice whose answers contradict each other is read again. When it keeps
/// failing it is read in halves until the failing ticket stands alone. The halves together hold the same records in the
/// same order as the whole.
struct SliceReading: Sendable {
  let source: any TicketSource
  let health: SourceHealth
  let console: Console

  func read(_ slice: Slice) async throws -> ReadSlice {
    do {
      let contents = try await contents(of: slice)
      health.noteSuccess(of: .ticket)
      return ReadSlice(contents: contents)
    } catch {
      let words = try await health.words(of: error)
      guard let (lower, upper) = slice.halves else {
        try health.noteReject(of: .ticket, because: error)
        return .failed(slice.last, words)
      }
      console.note("tickets \(slice.first)…\(slice.last): \(words); reading them in halves")
      let first = try await read(lower)
      return first + (try await read(upper))
    }
  }

  private func contents(of slice: Slice) async throws -> SliceContents {
    try await DoubtfulAnswer.askingAgain {
      let contents = try await source.contents(of: slice)
      try contents.requireDistinctFiles()
      return contents
    } noting: { fault in
      console.note("tickets \(slice.first)…\(slice.last): \(fault); reading them again")
    }
  }
}

/// What could be read of a slice, and what could not.
struct ReadSlice: Sendable {
  var contents = SliceContents()
  /// By ticket id.
  var failed: [Reject] = []

  static func failed(_ ticket: Int, _ words: String) -> ReadSlice {
    let reject = Reject(
      ticket: SourceID("\(ticket)"), rule: RejectRule.ticket("\(ticket)").description,
      reason: "it could not be read: \(words)",
      hint:
        "open it in the old system; once it is shown there, run extract again: it reads only what is missing")
    return ReadSlice(failed: [reject])
  }

  static func + (lower: ReadSlice, upper: ReadSlice) -> ReadSlice {
    ReadSlice(contents: lower.contents + upper.contents, failed: lower.failed + upper.failed)
  }
}

extension SliceContents {
  /// Two files of one name would arrive at one path.
  fileprivate func requireDistinctFiles() throws(SourceError) {
    let names = attachments.map { "\($0.ticket)/\($0.id)" }
    guard Set(names).count == names.count else { throw .inconsistent("an attachment is listed twice") }
  }
}

extension Slice {
  /// Two slices that make up this one without a gap, with as many tickets each as can be; nil for a single id.
  var halves: (lower: Slice, upper: Slice)? {
    guard first < last else { return nil }
    let middle = tickets.count > 1 ? tickets[tickets.count / 2 - 1] : first + (last - first) / 2
    return (part(first...middle), part(middle + 1...last))
  }

  /// This many slices that make up this one without a gap, or fewer where it has not so many tickets.
  func parts(_ count: Int) -> [Slice] {
    guard count > 1, tickets.count > 1, let (lower, upper) = halves else { return [self] }
    return lower.parts(count / 2) + upper.parts(count - count / 2)
  }

  var idCount: Int { last - first + 1 }

  /// The slice of its first ids.
  func beginning(_ idCount: Int) -> Slice { part(first...min(last, first + idCount - 1)) }

  private func part(_ ids: ClosedRange<Int>) -> Slice {
    Slice(first: ids.lowerBound, last: ids.upperBound, tickets: tickets.filter(ids.contains))
  }
}
