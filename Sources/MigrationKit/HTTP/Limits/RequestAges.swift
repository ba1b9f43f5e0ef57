/// Who of those under way has outlived two rounds: a file of gigabytes holds its place for long and tells nothing
/// meanwhile, so its place comes on top of those that the others need. One round is outlived by chance.
struct RequestAges {
  private(set) var round = 0
  /// At the end of the last round.
  private(set) var lasting = 0
  /// Begun before the round before this one.
  private var older = 0
  /// Begun in the round before.
  private var old = 0
  private var new = 0

  mutating func begin() { new += 1 }

  mutating func end(begunIn round: Int) {
    switch self.round - round {
    case 0: new -= 1
    case 1: old -= 1
    default: older -= 1
    }
  }

  mutating func endRound() {
    lasting = older
    (older, old, new, round) = (older + old, new, 0, round + 1)
  }
}
