import Foundation
import Synchronization

@testable import Sandbox

/// Passes requests on to another application, and does something when a certain one of them comes.
///
/// So a test stops a program at a moment of its work, and not of the clock.
final class Tripwire: WebApplication {
  struct Trap {
    /// How many requests are let through before.
    var remaining: Int
    /// After the server has carried the request out, and before its answer; else before both.
    let isAfter: Bool
    let action: @Sendable () -> Void
  }

  private let application: any WebApplication
  private let trap = Mutex<Trap?>(nil)
  private let count = Mutex(0)

  init(_ application: any WebApplication) {
    self.application = application
  }

  /// Requests so far.
  var requestCount: Int { count.withLock(\.self) }

  func set(after remaining: Int, isAfter: Bool, action: @escaping @Sendable () -> Void) {
    trap.withLock { $0 = Trap(remaining: remaining, isAfter: isAfter, action: action) }
  }

  func disarm() { trap.withLock { $0 = nil } }

  func respond(to request: WebRequest) -> WebResponse {
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
final class Latest: Sendable {
  private let kept = Mutex<Data?>(nil)

  var data: Data? { kept.withLock(\.self) }
  func keep(_ data: Data?) { kept.withLock { $0 = data } }
}
