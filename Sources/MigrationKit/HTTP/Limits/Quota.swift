/// What a server says of its limit in an answer: how many requests are left until it resets.
struct Quota: Equatable {
  let remaining: Int
  /// Of how many; nil where the server does not say.
  var limit: Int?
  /// Until it resets.
  let reset: Duration

  /// A window as short as this is kept by pacing, not by waiting for its end: servers round it up to whole seconds.
  private static let shortWindow = Duration.seconds(2)

  /// - Parameter reserve: the share of all that is left to others.
  /// - Parameter underWay: requests that are sent and not counted yet.
  func isUsedUp(reserve: Double, underWay: Int) -> Bool {
    reset > Self.shortWindow && remaining <= underWay + Int((Double(limit ?? 0) * reserve).rounded())
  }
}
