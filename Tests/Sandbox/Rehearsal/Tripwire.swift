import Foundation
import Synchronization

/// Passes requests on to another application, and does something when a certain one of them comes.
///
/// So a test stops a program at a moment of its work, and not of the clock.
package final class Tripwire: WebApplication {
  package enum Moment: Sendable, CaseIterable {
    /// The request has come, and nothing is done yet.
    case arrival
    /// The server has carried it out, and says nothing yet.
    case execution
    /// The answer has left.
    case departure
  }

  private struct Trap {
    /// How many requests are let through before.
    var remaining: Int
    let moment: Moment
    /// Which requests count; the others pass.
    let watches: @Sendable (WebRequest) -> Bool
    let action: @Sendable () -> Void
  }

  private let application: any WebApplication
  private let trap = Mutex<Trap?>(nil)
  private let count = Mutex(0)

  package init(_ application: any WebApplication) {
    self.application = application
  }

  /// Requests so far.
  package var requestCount: Int { count.withLock(\.self) }

  package func set(after remaining: Int, isAfter: Bool, action: @escaping @Sendable () -> Void) {
    set(after: remaining, at: isAfter ? .execution : .arrival, action: action)
  }

  /// - Parameter remaining: how many of the watched requests are let through before.
  package func set(
    after remaining: Int, at moment: Moment,
    watching watches: @escaping @Sendable (WebRequest) -> Bool = { _ in true },
    action: @escaping @Sendable () -> Void
  ) {
    trap.withLock { $0 = Trap(remaining: remaining, moment: moment, watches: watches, action: action) }
  }

  package func disarm() { trap.withLock { $0 = nil } }

  package func respond(to request: WebRequest) -> WebResponse { answer(to: request).response }

  package func answer(to request: WebRequest) -> WebAnswer {
    count.withLock { $0 += 1 }
    guard let trap = sprung(by: request) else { return application.answer(to: request) }
    return .apart { [application] in
      if trap.moment == .arrival { trap.action() }
      var response = application.respond(to: request)
      if trap.moment == .execution { trap.action() }
      if trap.moment == .departure { response.departed = trap.action }
      return .now(response)
    }
  }

  package func reception(of head: WebRequest) -> WebReception { application.reception(of: head) }

  private func sprung(by request: WebRequest) -> Trap? {
    trap.withLock { trap in
      guard let set = trap, set.watches(request) else { return nil }
      trap?.remaining -= 1
      guard set.remaining <= 0 else { return nil }
      trap = nil
      return set
    }
  }
}

/// The last bytes that were kept, from whatever thread.
package final class Latest: Sendable {
  private let kept = Mutex<Data?>(nil)

  package var data: Data? { kept.withLock(\.self) }
  package func keep(_ data: Data?) { kept.withLock { $0 = data } }
}
