/// How often one request has failed, and since when, by kind of trouble: patience with one kind is not used up by
/// another.
struct Setbacks {
  struct Count: Equatable {
    /// The one that just failed included.
    var tries = 0
    /// When the first of them failed.
    var since: Duration
  }

  private var counts: [RetryRule.Row: Count] = [:]
  /// When the server fell silent, as this request sees it; nil when it has spoken since.
  private(set) var silentSince: Duration?

  /// All that count, of whatever kind.
  var tries: Int { counts.values.reduce(0) { $0 + $1.tries } }

  mutating func add(_ row: RetryRule.Row, at elapsed: Duration) -> Count {
    silentSince = row.server == nil ? nil : silentSince ?? elapsed
    counts[row, default: Count(since: elapsed)].tries += 1
    return Count(tries: counts[row]?.tries ?? 1, since: silentSince ?? counts[row]?.since ?? elapsed)
  }

  /// The request has come a good deal further: what it has met of silence does not count against it.
  mutating func forgetSilence() {
    counts = counts.filter { $0.key.server == nil }
    silentSince = nil
  }
}
