import Synchronization

/// How much of something those at work hold together, usually bytes of memory.
///
/// A class, because the tasks that do the work share it.
package final class Room: Sendable {
  private let most: Int
  private let held = Mutex(0)

  package init(_ most: Int) {
    self.most = most
  }

  package var isLeft: Bool { held.withLock { $0 < most } }

  package func take(_ amount: Int) { held.withLock { $0 += amount } }
  package func give(back amount: Int) { held.withLock { $0 -= amount } }
}
