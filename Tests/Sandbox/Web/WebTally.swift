import Synchronization

/// What a server has been asked so far.
package struct WebStatistics: Sendable {
  /// Answered ones.
  package var requestCount = 0
  /// Of these, answered 429: too many.
  package var refusalCount = 0
  package var atOnce = 0
  package var peak = 0
}

/// A class, because a loop counts what others ask for.
final class WebTally: Sendable {
  private let kept = Mutex(WebStatistics())

  var statistics: WebStatistics { kept.withLock(\.self) }

  func began() {
    kept.withLock { statistics in
      statistics.atOnce += 1
      statistics.peak = max(statistics.peak, statistics.atOnce)
    }
  }

  func ended(status: Int) {
    kept.withLock { statistics in
      statistics.atOnce -= 1
      statistics.requestCount += 1
      if status == 429 { statistics.refusalCount += 1 }
    }
  }
}
