/// `limits-extract.json`, `limits-load.json`: what a stage has found out about its server's limits, kept for its next run.
package struct LimitsFile: Sendable {
  let path: String
  /// Of the server that it is about.
  let url: String

  package init(_ path: String, url: String) {
    self.path = path
    self.url = url
  }

  /// Nil when there is none for this server. One that cannot be read is as good as none: it is found out again.
  package func read() throws -> LearnedLimits? {
    guard Disk.exists(path) else { return nil }
    let line = RecordLine(bytes: try Disk.contents(path), path: path, number: 1)
    guard let node = try? line.node(), node["server"]?.string == url else { return nil }
    return try? LearnedLimits(json: node)
  }

  /// Runs what asks the server, then writes down and says what was found out; also when it ended with a fault. That it
  /// cannot be written down costs the next run some speed, and is worth a word where nothing worse has happened.
  package func keeping<Value>(
    _ client: HTTPClient, _ console: Console, _ work: () async throws -> Value
  ) async throws -> Value {
    let result: Result<Value, any Error>
    do { result = .success(try await work()) } catch { result = .failure(error) }
    guard let summary = client.learned.summary else { return try result.get() }
    console.note("\(url): \(summary); remembered for the next run")
    do {
      try write(client.learned)
    } catch {
      if case .success = result { console.note("not remembered for the next run: \(error)") }
    }
    return try result.get()
  }

  private func write(_ learned: LearnedLimits) throws {
    guard case .object(let members) = learned.json else { return }
    let file = JSONValue.object([.init("server", .string(url))] + members)
    try Disk.replace(path, with: file.indentedText)
  }
}
