import Foundation
import Synchronization

/// Counts what is done and shows it: a line that is redrawn on a terminal, now and then a plain line elsewhere. Says
/// how fast it goes, what keeps it from going faster, and how long it will take.
///
/// A class because the tasks that do the work share it.
package final class Progress: Sendable {
  private struct State {
    var course: Course
    var lastPrinted = Duration.zero
    var watch: DeadlineWatch?
  }

  private let console: Console
  private let unit: String
  private let bottleneck: @Sendable () -> String?
  private let started = ContinuousClock.now
  private let interval: Duration
  private let state: Mutex<State>

  /// Before that an estimate is too rough to warn anybody.
  private static let firstEstimate = Duration.seconds(30)

  /// - Parameter done: what an earlier run has done already; it counts for the total and not for the rate.
  /// - Parameter bottleneck: what limits the work now, in a few words; nil when nothing does.
  package init(
    _ unit: String, total: Int?, done: Int = 0, console: Console, deadline: Deadline? = nil,
    bottleneck: @escaping @Sendable () -> String? = { nil }
  ) {
    self.unit = unit
    self.console = console
    self.bottleneck = bottleneck
    interval = console.redrawsProgress ? .milliseconds(200) : .seconds(10)
    state = Mutex(
      State(course: Course(total: total, done: done), watch: deadline.map(DeadlineWatch.init)))
  }

  /// What all that is still to do costs, once it is known.
  package func expect(_ effort: Effort) { state.withLock { $0.course.expect(effort) } }

  /// - Parameter isNew: this run has done it; what an earlier one has done says nothing of how fast it goes.
  package func advance(by count: Int = 1, effort: Effort = .none, isNew: Bool = true) {
    console.noteMovement()
    let elapsed = ContinuousClock.now - started
    let course: Course? = state.withLock { state in
      if isNew {
        state.course.advance(by: count, effort, at: elapsed)
      } else {
        state.course.pass(count, effort)
      }
      guard elapsed - state.lastPrinted >= interval else { return nil }
      state.lastPrinted = elapsed
      return state.course
    }
    if let course { tell(course, elapsed) }
  }

  private func tell(_ course: Course, _ elapsed: Duration) {
    let limit = bottleneck()
    let line = course.line(unit, at: elapsed) + (limit.map { " (\($0))" } ?? "")
    if console.redrawsProgress { console.redraw(line) } else { console.note(line) }
    guard elapsed >= Self.firstEstimate, let left = course.left(at: elapsed) else { return }
    let end = Date().addingTimeInterval(left)
    if let warning = state.withLock({ $0.watch?.sentence(end: end, reason: limit) }) { console.note(warning) }
  }
}

/// How much is done, when it was done, and what follows from it.
struct Course {
  private struct Mark {
    let time: Duration
    let done: Int
    let effort: Double
  }

  private let total: Int?
  /// By this run.
  private var done = 0
  /// By earlier runs.
  private var passed: Int
  private var effort = 0.0
  private var passedEffort = 0.0
  /// All effort there is; nil as long as it is not known.
  private var expected: Double?
  private var marks: [Mark]

  /// The rate is that of so long: an hour-old one says little of the next hour.
  private static let memory = Duration.seconds(120)
  private static let spacing = Duration.seconds(2)

  init(total: Int?, done: Int) {
    self.total = total
    passed = done
    marks = [Mark(time: .zero, done: 0, effort: 0)]
  }

  mutating func expect(_ effort: Effort) { expected = effort.units }

  mutating func advance(by count: Int, _ cost: Effort, at time: Duration) {
    done += count
    effort += cost.units
    guard let last = marks.last, time - last.time >= Self.spacing else { return }
    marks.append(Mark(time: time, done: done, effort: effort))
    if marks.count > 2, time - marks[1].time >= Self.memory { marks.removeFirst() }
  }

  /// Counts what an earlier run has done.
  mutating func pass(_ count: Int, _ cost: Effort) {
    passed += count
    passedEffort += cost.units
  }

  /// In seconds; nil when it is unknown.
  func left(at time: Duration) -> Double? {
    if let expected, effort > 0 {
      return rest(expected - passedEffort - effort, rate(effort, \.effort, time))
    }
    guard let total else { return nil }
    return rest(Double(total - passed - done), rate(Double(done), { Double($0.done) }, time))
  }

  private func rest(_ amount: Double, _ rate: Double) -> Double? {
    amount > 0 && rate > 0 ? amount / rate : nil
  }

  private func rate(_ now: Double, _ then: (Mark) -> Double, _ time: Duration) -> Double {
    (now - then(marks[0])) / max((time - marks[0].time) / .seconds(1), 0.001)
  }

  /// "1,200 of 20,000 tickets, 43.0/s, 7 min left".
  func line(_ unit: String, at time: Duration) -> String {
    let count = grouped(passed + done)
    let amount = total.map { "\(count) of \(grouped($0)) \(unit)" } ?? "\(count) \(unit)"
    let speed = String(format: "%.1f/s", rate(Double(done), { Double($0.done) }, time))
    return "\(amount), \(speed)" + (left(at: time).map { ", \(span($0)) left" } ?? "")
  }
}
