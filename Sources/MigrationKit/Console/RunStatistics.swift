/// What a run has asked, waited and used: trouble always, and with `--stats` a small table for people.
package struct RunStatistics: Sendable {
  let requests: HTTPStatistics
  let usage: ProcessUsage

  /// Runs what asks the server, then says how the server answered; also when it ended with a fault.
  /// - Parameter record: the file that keeps the trouble for the report.
  package static func telling<Value>(
    _ client: HTTPClient, _ console: Console, record: String, if wantsTable: Bool,
    _ work: () async throws -> Value
  ) async throws -> Value {
    let result: Result<Value, any Error>
    do { result = .success(try await work()) } catch { result = .failure(error) }
    let statistics = client.statistics
    let trouble = HTTPTrouble(statistics, of: client.base)
    if let trouble { console.note(trouble.sentence) }
    if wantsTable { console.say(RunStatistics(requests: statistics, usage: .ofProcess).table) }
    do {
      try keep(trouble, in: record)
    } catch {
      if case .success = result { console.note("the report cannot show how the server answered: \(error)") }
    }
    return try result.get()
  }

  private static func keep(_ trouble: HTTPTrouble?, in path: String) throws {
    guard let trouble else { return try Disk.remove(path) }
    try Disk.replace(path, with: trouble.json.indentedText)
  }

  var table: String {
    let rows = [
      ("requests", kinds), ("answers", answers), ("connections", connections), ("bytes", bytes),
      ("waiting", waiting), ("", pauses), ("this program", resources),
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

  /// As many in all as there were requests.
  private var answers: String {
    let refused = requests.answers.filter { $0.key >= 400 }.sorted { $0.key < $1.key }
    let good = requests.requests - requests.unanswered - refused.reduce(0) { $0 + $1.value }
    let parts =
      ["\(grouped(good)) good"] + refused.map { "\(grouped($0.value)) × \($0.key)" }
      + ["\(grouped(requests.unanswered)) without an answer"]
    return "\(parts.joined(separator: ", ")); \(counted(requests.retries, "request")) sent again"
  }

  private var connections: String {
    let traffic = requests.traffic
    let protocols =
      traffic.overHTTP2 == 0 ? "all HTTP/1.1" : "\(grouped(traffic.overHTTP2)) requests by HTTP/2"
    return
      "\(grouped(traffic.connectionsOpened)) opened, \(grouped(traffic.reuses)) requests reused one; "
      + protocols
  }

  private var bytes: String {
    "\(size(requests.traffic.bytesSent)) sent, \(size(requests.traffic.bytesReceived)) received"
  }

  private var waiting: String {
    let time = requests.waits.forAnswers / .seconds(1)
    let each = requests.requests == 0 ? 0 : Int((time * 1000 / Double(requests.requests)).rounded())
    return "added up over all requests: \(span(time)) for answers (\(each) ms each),"
  }

  private var pauses: String {
    let waits = requests.waits
    return
      "\(span(waits.inLine / .seconds(1))) queued here, \(span(waits.pausing / .seconds(1))) because the server asked, "
      + "\(span(waits.betweenTries / .seconds(1))) before trying again"
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
