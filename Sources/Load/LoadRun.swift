import MigrationKit

/// What the tickets of one run have in common.
struct LoadRun: Sendable {
  var connection: TargetConnection
  let journal: Journal
  let blobs: BlobStores
  /// How long a request whose answer was lost may still take effect, or stay invisible to the search by marker.
  let settle: Duration
  let interruption: Interruption
  let lag: SearchLag
  let firstCreations = FirstCreations()
}

/// What to do about a step whose outcome stays unknown at the first look.
enum Patience: Sendable {
  /// Leave the ticket: it is taken up again when all others are done, so nobody waits for it.
  case later
  /// The same, but what was begun earlier has had its time: what is not there now was not carried out.
  case settled
  /// Wait here until the outcome is certain. What was begun before `openSince` is certain `settle` after it.
  case here(openSince: ContinuousClock.Instant)
}

/// The ticket is left for later: a step of it may have been carried out or not, and only time will tell.
struct Unsettled: Error {}

/// Whether the target's search by marker shows at once what was created. Databases do; search indexes follow seconds
/// later, and until that is known a ticket that is not found is not proven to be absent.
actor SearchLag {
  /// Nil until that is known.
  private var showsAtOnce: Bool?

  var isNone: Bool { showsAtOnce == true }

  /// What is shown later than this says nothing: the search may have had time to follow.
  private let atOnce: Duration

  init(atOnce: Duration = .seconds(1)) {
    self.atOnce = atOnce
  }

  /// Learns from a ticket that was created just now, by looking for it; from the first that is found or not in time.
  /// - Parameter sent: when its creation was sent; it may have been carried out long before the answer.
  func learn(fromCreation sent: ContinuousClock.Instant, _ isShown: () async throws -> Bool) async throws {
    guard showsAtOnce == nil else { return }
    showsAtOnce = false
    let isFound: Bool
    do {
      isFound = try await isShown()
    } catch RequestError.failed {
      // Nothing is wrong with the ticket; the next one may tell.
      showsAtOnce = nil
      return
    }
    showsAtOnce = isFound && .now - sent >= atOnce ? nil : isFound
  }
}
