/// Whether going slower helps a server that refuses.
///
/// Where there is a limit, it loses nothing: as much comes through in all, pauses included, as the limit allows. Where
/// requests are refused now and then whatever the pace, each slowing loses, without an end: one request of fifty refused
/// at random, and 42 a second became fewer than one. So what comes through is measured from refusal to refusal, for as
/// long as it takes to tell, and where it has become less by going slower, the pace goes back up.
struct PaceTrials {
  /// Nil when the last one is over, or nothing was refused yet: until then a server takes what it has saved up.
  private var trial: Stretch?
  /// The trial in which the most came through.
  private var best: (pace: Double, perSecond: Double)?

  /// A pace of less than so much of the best one is slower, and what comes through has become less when it is less
  /// than so much of what it was.
  private static let slower = 0.9
  private static let less = 0.8

  mutating func noteAcceptance() { trial?.accepted += 1 }

  /// At a refusal. Nil when going slower has lost nothing, or it cannot be told yet.
  mutating func betterPace(at now: Duration) -> Double? {
    guard let trial, let perSecond = trial.tellingRate(at: now) else { return nil }
    self.trial = nil
    let isLess = best.map { perSecond < $0.perSecond * Self.less } ?? false
    if let best, isLess, trial.pace < best.pace * Self.slower {
      self.best = nil
      return best.pace * 2
    }
    // Where the same pace brings less than it did, the server has changed.
    if isLess || perSecond > best?.perSecond ?? 0 { best = (trial.pace, perSecond) }
    return nil
  }

  /// Does nothing while a trial continues.
  mutating func begin(at now: Duration, pace: Double) {
    if trial == nil { trial = Stretch(since: now, pace: pace) }
  }
}

/// A time in which a server was asked, pauses included.
struct Stretch {
  let since: Duration
  /// How many requests a second were to be sent when it began.
  var pace = 0.0
  var accepted = 0

  /// Fewer answers, or a shorter time, do not make a rate.
  private static let fewestAnswers = 20
  private static let shortestSpan = Duration.seconds(2)

  func perSecond(at now: Duration) -> Double { Double(accepted) / max((now - since) / .seconds(1), 0.01) }

  /// Nil when it was too short to tell.
  func tellingRate(at now: Duration) -> Double? {
    accepted >= Self.fewestAnswers && now - since >= Self.shortestSpan ? perSecond(at: now) : nil
  }
}
