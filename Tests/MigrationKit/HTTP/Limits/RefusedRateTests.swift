import Testing

@testable import MigrationKit

struct RefusedRateTests {
  struct Day {
    var accepted = 0
    var refused = 0
  }

  /// Asks as fast as it may until the given second; after a refusal nothing for a second. Counts from `start` on.
  private func ask(
    _ throttle: some SimulatedRefusing, from start: Double, until end: Double, share: Double = 1,
    learned: Double? = nil, fastest: Double = 500
  ) -> Day {
    var (throttle, spacing, day) = (throttle, Spacing(), Day())
    var rate = RateLimit(share: share, learned: learned, at: .zero)
    var now = 0.0
    while now < end {
      let pace = rate.pace(at: .seconds(now)) ?? fastest
      now += spacing.reserve(at: .seconds(now), perSecond: min(pace, fastest)) / .seconds(1)
      if throttle.accepts(at: now) {
        rate.noteAcceptance()
        if now >= start { day.accepted += 1 }
      } else {
        rate.noteRefusal(at: .seconds(now), sent: .seconds(now))
        if now >= start { day.refused += 1 }
        now += 1
        spacing.restart(at: .seconds(now))
      }
    }
    return day
  }

  @Test(arguments: [(10.0, 1.0), (10, 10), (10, 30), (2, 5), (100, 20), (1, 1)])
  func `a server that lets so many through is used to the full, and hardly ever refuses`(
    perSecond: Double, burst: Double
  ) {
    let day = ask(SimulatedThrottle(perSecond: perSecond, burst: burst), from: 60, until: 1260)
    #expect(Double(day.accepted) >= 0.95 * perSecond * 1200, "\(day)")
    #expect(Double(day.refused) <= 0.01 * Double(day.accepted + day.refused), "\(day)")
  }

  @Test(arguments: [(100, 60.0), (600, 60), (10, 1), (1000, 300)])
  func `a server that counts anew from time to time is used to the full`(count: Int, seconds: Double) {
    let day = ask(SimulatedWindow(count: count, seconds: seconds), from: 600, until: 3600, fastest: 42)
    #expect(Double(day.accepted) >= 0.95 * Double(count) / seconds * 3000, "\(day)")
  }

  @Test(arguments: [(44, 6), (49, 1), (9, 1), (300, 1)])
  func `a server that refuses now and then, however slowly it is asked, is not asked ever more slowly`(
    answered: Int, refused: Int
  ) {
    let cough = SimulatedCough(answered: answered, refused: refused)
    let day = ask(cough, from: 60, until: 1260, fastest: 42)
    let most = Double(answered) / (Double(answered) / 42 + Double(refused)) * 1200
    #expect(Double(day.accepted) >= 0.6 * most, "\(day), \(most)")
  }

  @Test func `a limit that becomes lower is soon kept to`() {
    let day = ask(SimulatedThrottle(perSecond: 20, burst: 10, later: 5, from: 600), from: 660, until: 1860)
    #expect(Double(day.accepted) >= 0.95 * 5 * 1200, "\(day)")
    #expect(Double(day.refused) <= 0.01 * Double(day.accepted + day.refused), "\(day)")
  }

  @Test func `a part is left to others when that is wanted`() {
    let day = ask(SimulatedThrottle(perSecond: 10, burst: 10), from: 60, until: 660, share: 0.6)
    #expect((0.55...0.6).contains(Double(day.accepted) / 6000), "\(day)")
    #expect(day.refused == 0)
  }

  @Test func `a limit that is gone is forgotten`() {
    var rate = RateLimit(learned: 10, at: .zero)
    #expect(rate.pace(at: .zero) == 10)
    _ = rate.pace(at: .seconds(180))
    #expect(rate.perSecond == nil)
  }

  @Test(arguments: [1, 0.6], [1.2, 10, 40])
  func `a limit from an earlier run is soon known to be another one`(share: Double, learned: Double) {
    let throttle = SimulatedThrottle(perSecond: 10, burst: 10)
    let day = ask(throttle, from: 180, until: 780, share: share, learned: learned)
    #expect(Double(day.accepted) >= 0.95 * share * 6000, "\(day)")
    #expect(Double(day.refused) <= 0.01 * Double(day.accepted + day.refused), "\(day)")
    if share < 1 { #expect(Double(day.accepted) <= 1.05 * share * 6000) }
  }

  @Test func `refusals of what was sent before the last one are one with it`() {
    var rate = RateLimit(at: .zero)
    for _ in 1...40 { rate.noteAcceptance() }
    rate.noteRefusal(at: .seconds(4), sent: .seconds(3.9))
    for second in [4.1, 4.2, 4.4] { rate.noteRefusal(at: .seconds(second), sent: .seconds(3.95)) }
    #expect(rate.perSecond == 10)
    rate.noteAcceptance()
    rate.noteRefusal(at: .seconds(5), sent: .seconds(4.9))
    #expect(rate.pace(at: .seconds(5)).map { $0 < 6 } == true)
  }
}
