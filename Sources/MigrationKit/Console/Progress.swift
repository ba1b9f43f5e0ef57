import Foundation
import Synchronization

/// Counts what is done and tells it: a line that is redrawn on a terminal, now and then a plain line elsewhere.
///
/// A class because the tasks that do the work share it.
package final class Progress: Sendable {
  private struct State {
    var done: Int
    var lastPrinted: ContinuousClock.Instant
  }

  private let console: Console
  private let unit: String
  private let total: Int?
  private let start: Int
  private let started = ContinuousClock.now
  private let interval: Duration
  private let state: Mutex<State>

  /// - Parameter done: what an earlier run has done already; it counts for the total and not for the rate.
  package init(_ unit: String, total: Int?, done: Int = 0, console: Console) {
    self.unit = unit
    self.total = total
    self.console = console
    start = done
    interval = console.isTerminal ? .milliseconds(200) : .seconds(10)
    state = Mutex(State(done: done, lastPrinted: started))
  }

  package func advance(by count: Int = 1) {
    console.noteMovement()
    let now = ContinuousClock.now
    let line: String? = state.withLock { state in
      state.done += count
      guard now - state.lastPrinted >= interval else { return nil }
      state.lastPrinted = now
      return describe(state.done, after: now - started)
    }
    guard let line else { return }
    if console.isTerminal { console.redraw(line) } else { console.note(line) }
  }

  /// "1,200 of 20,000 tickets, 43.0/s, 7 min left".
  func describe(_ done: Int, after elapsed: Duration) -> String {
    let rate = Double(done - start) / max(elapsed / .seconds(1), 0.001)
    let amount = total.map { "\(grouped(done)) of \(grouped($0)) \(unit)" } ?? "\(grouped(done)) \(unit)"
    let speed = String(format: "%.1f/s", rate)
    guard let total, rate > 0, total > done else { return "\(amount), \(speed)" }
    return "\(amount), \(speed), \(remaining(Double(total - done) / rate)) left"
  }

  private func remaining(_ seconds: Double) -> String {
    switch seconds {
    case ..<90: "\(Int(seconds.rounded(.up))) s"
    case ..<5400: "\(Int((seconds / 60).rounded(.up))) min"
    default: String(format: "%.1f h", seconds / 3600)
    }
  }
}

/// "20 s", "0.5 s".
package func seconds(_ duration: Duration) -> String { String(format: "%g s", duration / .seconds(1)) }

/// "20000" as "20,000".
package func grouped(_ number: Int) -> String {
  var digits = String(number)
  var index = digits.endIndex
  while digits.distance(from: digits.startIndex, to: index) > 3 {
    index = digits.index(index, offsetBy: -3)
    digits.insert(",", at: index)
  }
  return digits
}
