/// How many slices may be at work: as many as fit into memory, and as many as the source gets done soon, by what became
/// of the ones before them. Those that are begun early wait for each other's files, and none of them comes to its end.
struct SlicesAtWork {
  private static let mostBytes = 64 << 20
  /// What a slice takes while it is read, for each byte that is written of it.
  private static let overhead = 4
  private static let late = Duration.seconds(10)

  /// As many as keep all requests busy from the start: a slice asks for some things at once, then for many files.
  private let fewest: Int
  /// Begun and not yet written.
  private var count = 0
  /// Of one slice, the mean of those that were written lately.
  private var byteCount = 6 << 20
  /// When those ended that did so lately.
  private var ends: [ContinuousClock.Instant] = []

  /// - Parameter jobs: how many requests there are at once.
  init(jobs: Int) { fewest = max(2, jobs / 8) }

  var hasRoom: Bool {
    count < max(fewest, 2 * ends.count) && (count + 1) * byteCount <= Self.mostBytes
  }

  mutating func begin() { count += 1 }

  mutating func end(_ slice: ExtractedSlice, at now: ContinuousClock.Instant = .now) {
    count -= 1
    byteCount = (3 * byteCount + Self.overhead * slice.byteCount) / 4
    ends = ends.filter { now - $0 < Self.late } + [now]
  }
}
