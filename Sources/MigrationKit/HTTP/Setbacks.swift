/// How often one request has failed, and since when, by kind of trouble: patience with one kind is not used up by
/// another.
struct Setbacks {
  struct Count: Equatable {
    /// The one that just failed included.
    var tries = 0
    /// When the first of them failed.
    let since: Duration
  }

  private var counts: [RetryRule.Row: Count] = [:]

  mutating func add(_ row: RetryRule.Row, at elapsed: Duration) -> Count {
    counts[row, default: Count(since: elapsed)].tries += 1
    return counts[row] ?? Count(tries: 1, since: elapsed)
  }
}
