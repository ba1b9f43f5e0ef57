import MigrationKit
import Synchronization

/// Tells a fault of the one ticket or file that was asked for from a fault of the whole source. The first costs that
/// ticket or file; the second stops the stage, or an outage would become thousands of rejects.
///
/// A class, because all that are at work count together.
final class SourceHealth: Sendable {
  enum Subject: String, Sendable {
    case ticket
    case file
  }

  /// This many refusals in a row are no property of single tickets or files.
  static let mostRefusals = 10

  private let source: any TicketSource
  private let stopsAtRefusals: Bool
  private let refusals = Mutex<[Subject: Int]>([:])

  /// - Parameter stopsAtRefusals: false where only such are asked for again that were refused before.
  init(source: any TicketSource, stopsAtRefusals: Bool = true) {
    self.source = source
    self.stopsAtRefusals = stopsAtRefusals
  }

  /// What is to be written down about the one thing that was asked for. Throws the fault itself where it is about
  /// more than that: by its kind, or because the source does not answer an inspection either.
  func words(of fault: any Error) async throws -> String {
    guard Self.mayConcernOneThing(fault) else { throw fault }
    do { _ = try await source.inspect() } catch { throw fault }
    // To the client it looked like an outage, as long as it had asked for nothing else.
    if case RequestError.outage(let words) = fault { return words }
    return "\(fault)"
  }

  func noteSuccess(of subject: Subject) { refusals.withLock { $0[subject] = 0 } }

  /// Throws when this was one refusal too many: the login may see the tickets, but not what they hold.
  func noteReject(of subject: Subject, because fault: any Error) throws {
    guard stopsAtRefusals, Self.isRefusal(fault) else { return }
    let count = refusals.withLock { refusals in
      refusals[subject, default: 0] += 1
      return refusals[subject, default: 0]
    }
    guard count >= Self.mostRefusals else { return }
    throw StageError(
      """
      the old system refused \(Self.mostRefusals) \(subject)s in a row (\(fault)): a right is missing, or something in between \
      (a proxy, a firewall) blocks them; fix that and run the same command again
      """, exitCode: .loginRefused)
  }

  static func mayConcernOneThing(_ fault: any Error) -> Bool {
    switch fault {
    case RequestError.failed, RequestError.faulted, RequestError.outage, RequestError.tooLarge: true
    default: isRefusal(fault) || DoubtfulAnswer.isReason(for: fault)
    }
  }

  private static func isRefusal(_ fault: any Error) -> Bool {
    switch fault {
    case RequestError.forbidden, SourceError.webPage: true
    default: false
    }
  }
}
