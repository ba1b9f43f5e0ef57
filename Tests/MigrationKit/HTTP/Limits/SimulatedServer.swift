@testable import MigrationKit

/// A server with so many workers, in a time of its own; whoever finds none free stands in line there.
struct SimulatedServer {
  let workers: Int
  /// Of what kind the n-th request is.
  var kind: (Int) -> RequestKind = { _ in .read }
  /// Whether it fails with the n-th request, when it works on so many.
  var fails: (Int, Int) -> Bool = { _, _ in false }
  /// What the n-th request takes a worker.
  let work: (Int) -> Double

  struct Outcome {
    var rate: Double
    var count: Int
  }

  /// Asks it so many times, always as many at once as the limit says. The rate is that of the second half.
  func ask(_ requests: Int, _ limit: inout ConcurrencyLimit) -> Outcome {
    var free = [Double](repeating: 0, count: workers)
    var underWay: [(number: Int, end: Double, begun: Double, beginning: ConcurrencyLimit.Beginning)] = []
    var (now, sent, answered, halfTime) = (0.0, 0, 0, 0.0)
    while answered < requests {
      while underWay.count < limit.count {
        let worker = free.indices.min { free[$0] < free[$1] } ?? 0
        free[worker] = max(now, free[worker]) + work(sent)
        underWay.append((sent, free[worker], now, limit.begin()))
        sent += 1
      }
      let next = underWay.indices.min { underWay[$0].end < underWay[$1].end } ?? 0
      let request = underWay.remove(at: next)
      now = request.end
      answered += 1
      if answered == requests / 2 { halfTime = now }
      limit.end(request.beginning)
      guard !fails(request.number, underWay.count + 1) else {
        limit.noteTrouble()
        continue
      }
      limit.noteAnswer(
        kind(request.number), request.beginning, latency: .seconds(now - request.begun), wasFull: true)
    }
    for request in underWay { limit.end(request.beginning) }
    return Outcome(rate: Double(requests - requests / 2) / (now - halfTime), count: limit.found)
  }
}
