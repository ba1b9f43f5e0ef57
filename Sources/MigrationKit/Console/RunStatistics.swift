/// `--stats`: what a run has asked, waited and used, as a small table for people.
package struct RunStatistics: Sendable {
  let requests: HTTPStatistics
  let usage: ProcessUsage

  /// Runs what asks the server, then prints the table where it is wanted; also when it ended with a fault.
  package static func telling<Value>(
    _ client: HTTPClient, _ console: Console, if isWanted: Bool, _ work: () async throws -> Value
  ) async throws -> Value {
    defer {
      if isWanted {
        console.say(RunStatistics(requests: client.statistics, usage: .ofProcess).table)
      }
    }
    return try await work()
  }

  var table: String {
    let rows = [
      ("requests", kinds), ("", setbacks), ("connections", connections), ("bytes", bytes),
      ("waiting", answers), ("", lines), ("this program", resources),
    ]
    return rows.map { name, text in
      name + String(repeating: " ", count: Self.width - name.count) + text
    }.joined(separator: "\n")
  }

  private static let width = 14

  private var kinds: String {
    let parts = RequestKind.allCases.compactMap { kind in
      requests.byKind[kind].map { "\(grouped($0)) \($0 == 1 ? kind.rawValue : kind.plural)" }
    }
    return "\(grouped(requests.requests)): \(parts.joined(separator: ", "))"
  }

  private var setbacks: String {
    "\(grouped(requests.retries)) sent again, \(grouped(requests.refusals)) refused as too many (429)"
  }

  private var connections: String {
    let traffic = requests.traffic
    let protocols =
      traffic.overHTTP2 == 0 ? "all HTTP/1.1" : "\(grouped(traffic.overHTTP2)) requests by HTTP/2"
    return
      "\(grouped(traffic.connectionsOpened)) opened, \(grouped(traffic.reuses)) requests found one open; "
      + protocols
  }

  private var bytes: String {
    "\(size(requests.traffic.bytesSent)) sent, \(size(requests.traffic.bytesReceived)) received"
  }

  private var answers: String {
    let time = requests.waits.forAnswers / .seconds(1)
    let each = requests.requests == 0 ? 0 : Int((time * 1000 / Double(requests.requests)).rounded())
    return "\(span(time)) for answers, \(each) ms each"
  }

  private var lines: String {
    let waits = requests.waits
    return
      "\(span(waits.inLine / .seconds(1))) in line, \(span(waits.pausing / .seconds(1))) as the server wished, "
      + "\(span(waits.betweenTries / .seconds(1))) before another try"
  }

  private var resources: String {
    let milliseconds = Int(usage.time / .milliseconds(1))
    return "\(grouped(milliseconds)) ms of CPU time, \(size(usage.mostBytes)) of memory at most"
  }
}

/// What this process has used since it began.
struct ProcessUsage: Sendable {
  /// Of all its threads, in the system's calls too.
  let time: Duration
  let mostBytes: Int

  static var ofProcess: ProcessUsage {
    let (time, mostBytes) = systemUsage()
    return ProcessUsage(time: time, mostBytes: mostBytes)
  }
}
