import MigrationKit

/// Guards against a load whose journal was taken away: what it sent last the target may not show yet, and the search
/// by marker would not find it.
struct ForgottenLoad {
  let run: LoadRun
  let options: LoadOptions
  let console: Console

  /// Looking at so many tickets shows whether a load has begun here.
  private static let sample = 100

  /// Waits once, unless this is certainly the first load of these tickets.
  /// - Parameter hasRunBefore: a load was at work in this data folder.
  func wait(hasRunBefore: Bool) async throws {
    guard run.journal.wasEmpty, run.settle > .zero else { return }
    if !hasRunBefore, try await !hasLeftTraces() { return }
    console.note(
      "journal.jsonl is missing, but this folder was loaded before: waiting \(seconds(run.settle)), "
        + "then looking up what is already in the target")
    try await run.interruption.sleep(for: run.settle)
  }

  private func hasLeftTraces() async throws -> Bool {
    var tickets = try RecordReader<Ticket>(options.data.transformed.tickets)
    var ids: [SourceID<Ticket>] = []
    while ids.count < Self.sample, let ticket = try tickets.next() { ids.append(ticket.id) }
    return try await ids.isEmpty ? false : !run.connection.target.find(ids).isEmpty
  }
}
