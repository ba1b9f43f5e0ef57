import Foundation
import Synchronization

/// Passes requests on to another application, and does something when a certain one of them comes.
///
/// So a test stops a program at a moment of its work, and not of the clock.
package final class Tripwire: WebApplication {
  private struct Trap {
    /// How many requests are let through before.
    var remaining: Int
    /// After the server has carried the request out, and before its answer; else before both.
    let isAfter: Bool
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
    trap.withLock { $0 = Trap(remaining: remaining, isAfter: isAfter, action: action) }
  }

  package func disarm() { trap.withLock { $0 = nil } }

  package func respond(to request: WebRequest) -> WebResponse {
    count.withLock { $0 += 1 }
    guard let trap = sprung() else { return application.respond(to: request) }
    if !trap.isAfter { trap.action() }
    defer { if trap.isAfter { trap.action() } }
    return application.respond(to: request)
  }

  private func sprung() -> Trap? {
    trap.withLock { trap in
      guard let set = trap else { return nil }
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
