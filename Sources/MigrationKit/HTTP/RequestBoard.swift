import Synchronization

/// What every request of a client is waiting for, for the watchdog to read.
///
/// A class, because all copies of the client write on one board.
package final class RequestBoard: Sendable {
  enum Wait: Equatable {
    case freeConnection
    /// The server wants to be left alone.
    case pause(until: String)
    case answer
    /// `end` is by the clock that never goes back.
    case anotherTry(end: Duration, after: String)
  }

  /// How long requests have waited, all of them together: ten that wait a second for their answers make ten seconds.
  package struct Times: Sendable, Equatable {
    /// For a free connection.
    package var inLine = Duration.zero
    /// Because the server asked for it, or allows only so many requests a second.
    package var pausing = Duration.zero
    package var forAnswers = Duration.zero
    package var betweenTries = Duration.zero

    init(pausing: Duration = .zero, betweenTries: Duration = .zero) {
      self.pausing = pausing
      self.betweenTries = betweenTries
    }

    fileprivate mutating func add(_ time: Duration, _ wait: Wait) {
      switch wait {
      case .freeConnection: inLine += time
      case .pause: pausing += time
      case .answer: forAnswers += time
      case .anotherTry: betweenTries += time
      }
    }
  }

  fileprivate struct Entry {
    let subject: String
    var wait = Wait.freeConnection
    var since: Duration
  }

  private struct Board {
    var entries: [Int: Entry] = [:]
    var lastNumber = 0
    var endedCount = 0
    var times = Times()
  }

  private let board = Mutex(Board())
  private let elapsed: @Sendable () -> Duration

  init(elapsed: @escaping @Sendable () -> Duration) {
    self.elapsed = elapsed
  }

  /// One request's line.
  struct Place: Sendable {
    fileprivate let board: RequestBoard
    fileprivate let number: Int

    func waits(for wait: Wait) { board.write(wait, at: number) }

    func end() { board.end(number) }
  }

  /// Begins a line; `end` must follow.
  func begin(_ subject: String) -> Place {
    board.withLock { board in
      board.lastNumber += 1
      board.entries[board.lastNumber] = Entry(subject: subject, since: elapsed())
      return Place(board: self, number: board.lastNumber)
    }
  }

  fileprivate func end(_ number: Int) {
    board.withLock { board in
      board.endedCount += 1
      guard let entry = board.entries.removeValue(forKey: number) else { return }
      board.times.add(elapsed() - entry.since, entry.wait)
    }
  }

  fileprivate func write(_ wait: Wait, at number: Int) {
    board.withLock { board in
      guard var entry = board.entries[number], entry.wait != wait else { return }
      let now = elapsed()
      board.times.add(now - entry.since, entry.wait)
      (entry.wait, entry.since) = (wait, now)
      board.entries[number] = entry
    }
  }

  /// Of what has ended; a wait that continues is not in it.
  var times: Times { board.withLock { $0.times } }

  /// How many requests have ended, well or not.
  var endedCount: Int { board.withLock { $0.endedCount } }

  /// A line for each request under way, the oldest first.
  var lines: [String] {
    let now = elapsed()
    return board.withLock { $0.entries }.sorted { $0.key < $1.key }.map { $0.value.line(now) }
  }
}

extension RequestBoard.Entry {
  fileprivate func line(_ now: Duration) -> String {
    let seconds = Int((now - since) / .seconds(1))
    return switch wait {
    case .freeConnection: "\(subject): waiting for a free connection for \(seconds) s"
    case .pause(let end): "\(subject): pausing until \(end) because the server asked"
    case .answer: "\(subject): waiting for the answer for \(seconds) s"
    case .anotherTry(let end, let reason):
      "\(subject): trying again in \(max(0, Int((end - now) / .seconds(1)))) s after: \(reason)"
    }
  }
}
