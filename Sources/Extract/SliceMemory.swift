/// How many slices may be at work: as many as fit into memory, by what the ones before them took.
struct SliceMemory {
  private static let most = 64 << 20
  /// What a slice takes while it is read, for each byte that is written of it.
  private static let overhead = 4

  /// Begun and not yet written.
  private var slices = 0
  /// Of one slice, the mean of those that were written lately.
  private var byteCount = 6 << 20

  var hasRoom: Bool { (slices + 1) * byteCount <= Self.most }

  mutating func begin() { slices += 1 }

  mutating func end(_ slice: ExtractedSlice) {
    slices -= 1
    byteCount = (3 * byteCount + Self.overhead * slice.byteCount) / 4
  }
}
