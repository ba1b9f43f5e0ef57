import MigrationKit

/// Tells a fault of the one ticket or file that was asked for from a fault of the whole source. The first costs that
/// ticket or file; the second stops the stage, or an outage would become thousands of rejects.
struct SourceHealth: Sendable {
  let source: any TicketSource

  /// What is to be written down about the one thing that was asked for. Throws the fault itself where it is about
  /// more than that: by its kind, or because the source does not answer an inspection either.
  func words(of fault: any Error) async throws -> String {
    guard Self.mayConcernOneThing(fault) else { throw fault }
    do { _ = try await source.inspect() } catch { throw fault }
    // To the client it looked like an outage, as long as it had asked for nothing else.
    if case RequestError.outage(let words) = fault { return words }
    return "\(fault)"
  }

  static func mayConcernOneThing(_ fault: any Error) -> Bool {
    switch fault {
    case RequestError.failed, RequestError.faulted, RequestError.outage, RequestError.tooLarge: true
    default: DoubtfulAnswer.isReason(for: fault)
    }
  }
}
