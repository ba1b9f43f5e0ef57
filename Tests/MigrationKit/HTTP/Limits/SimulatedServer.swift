@testable import MigrationKit

/// A server with so many workers, in a time of its own; whoever finds none free stands in line there.
struct SimulatedServer {
  let workers: Int
  /// What the n-th request takes a worker.
  let work: (Int) -> Double

  struct Outcome {
    var rate: Double
    var count: Int
  }

  /// Asks it so many times, always as many at once as the limit says. The rate is that of the second half.
  func ask(_ requests: Int, _ limit: inout ConcurrencyLimit) -> Outcome {
    var free = [Double](repeating: 0, count: workers)
    var underWay: [(end: Double, begun: Double, before: Int)] = []
    var (now, sent, answered, halfTime) = (0.0, 0, 0, 0.0)
    while answered < requests {
      while underWay.count < limit.count {
        let worker = free.indices.min { free[$0] < free[$1] } ?? 0
        free[worker] = max(now, free[worker]) + work(sent)
        underWay.append((free[worker], now, answered))
        sent += 1
      }
      let next = underWay.indices.min { underWay[$0].end < underWay[$1].end } ?? 0
      let request = underWay.remove(at: next)
      now = request.end
      answered += 1
      if answered == requests / 2 { halfTime = now }
      limit.note(
        latency: .seconds(now - request.begun), answers: answered - request.before, wasFull: true)
    }
    return Outcome(rate: Double(requests - requests / 2) / (now - halfTime), count: limit.found)
  }
}

/// A server that lets through so many requests a second, and saves up for so many at once (GCRA).
struct SimulatedThrottle {
  let perSecond: Double
  let burst: Double
  private var theoretical = 0.0

  init(perSecond: Double, burst: Double) {
    self.perSecond = perSecond
    self.burst = burst
  }

  mutating func accepts(at now: Double) -> Bool {
    let arrival = max(theoretical, now)
    guard arrival - now <= (burst - 1) / perSecond + 0.000_001 else { return false }
    theoretical = arrival + 1 / perSecond
    return true
  }
}
