import MigrationKit

/// Answers that contradict each other, or are none: cut JSON, a maintenance page, a missing member. The next one may
/// be whole, so it is asked for at once; waiting and sending again are the client's business.
enum DoubtfulAnswer {
  static func isReason(for fault: any Error) -> Bool {
    switch fault {
    case SourceError.inconsistent, SourceError.webPage, RequestError.notJSON: true
    default: fault is JSONShapeError
    }
  }

  /// Asks up to three times; `note` hears of each doubtful answer but the last.
  static func askingAgain<Answer: Sendable>(
    _ ask: @Sendable () async throws -> Answer, noting note: @Sendable (any Error) -> Void = { _ in }
  ) async throws -> Answer {
    for _ in 1...2 {
      do {
        return try await ask()
      } catch  where isReason(for: error) {
        note(error)
      }
    }
    return try await ask()
  }
}
