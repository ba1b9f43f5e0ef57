/// How many requests a server is best asked at once, of all kinds together, learned from its answers.
///
/// A server has one capacity, whatever it is asked: uploads and reads beside writes that fill it make all of them wait,
/// and on SQLite fail. So there is one number, and the kinds share it.
///
/// By Little's law as many are under way as the rate times the latency. So many are let through as the best rate of
/// late takes at the shortest latency of late, and a quarter more: where the server can do more, the rate grows with
/// them and so does the number; where it cannot, only the latency grows, and the number stays. Where two or three fill the
/// server, one more is much more than a quarter, and its processors pay for it: there it is tried now and then. This is
/// how BBR fills a network (https://queue.acm.org/detail.cfm?id=3022184), with the backing off by a tenth of Vector's
/// adaptive concurrency. Nothing is learned while there is less to ask than may be asked.
struct ConcurrencyLimit {
  /// What is known of a request when it is sent.
  struct Beginning {
    fileprivate let round: Int
    /// How many had been answered then.
    fileprivate let answered: Int
  }

  /// How many may be under way now.
  private(set) var count: Int
  /// The number that was found to be best.
  var found: Int { bounded(wanted) }
  /// Never more, whatever the server can do.
  let most: Int
  /// There were enough rounds to keep the number for another time.
  var isKnown: Bool { rounds.count >= Self.fewestRounds }
  private(set) var rounds = RecentRounds()
  /// The number is still being doubled to come near the right one.
  private(set) var isYoung = true

  private var current = RecentRounds.Gathering()
  /// Lowered by troubles, and raised by rounds without. With its fractions, or a single trouble would halve a number
  /// of two: Redmine on SQLite answers some of two writes with 500, and still does more in a second.
  private var ceiling: Double
  private var ages = RequestAges()
  private var answered = 0
  private var roundsToLull = roundsBetweenLulls
  private var lull: Lull?

  /// A round is about the time in which all that were under way are answered, and no fewer answers than this.
  private static let fewestAnswers = 8
  private static let fewestRounds = 8
  /// After so many rounds half as many are asked for a while: only so is it seen how short the latency is when nobody
  /// queues. Where it was no shorter, and as many are asked as may be, the next one can wait.
  private static let roundsBetweenLulls = 50
  private static let roundsBetweenIdleLulls = 400
  /// Where more of the requests than this end in trouble, each of which costs a look and another try, the quarter more
  /// costs more than it can bring: as many are asked at once as bring at least a quarter of what a single one does.
  private static let dearShare = 0.025
  /// For up to so many, a quarter more is less than one more. With three at once and not two, Redmine on PostgreSQL did a
  /// tenth less on two processors.
  private static let few = 4
  /// One round of so many has that one more.
  private static let roundsBetweenTrials = 8
  private static let start = 4
  /// A server that is full with so many has made them queue from the very start.
  private static let queuedAtStart = 2 * start

  /// - Parameter learned: what an earlier run has found.
  init(most: Int, learned: Int? = nil) {
    self.most = most
    ceiling = Double(most)
    count = min(most, max(1, learned ?? Self.start))
  }

  /// A request is sent; `end` must follow.
  mutating func begin() -> Beginning {
    ages.begin()
    return Beginning(round: ages.round, answered: answered)
  }

  /// It is not under way any more, however it ended.
  mutating func end(_ beginning: Beginning) { ages.end(begunIn: beginning.round) }

  /// It was answered as it should be.
  /// - Parameter wasFull: as many were under way as may be.
  mutating func noteAnswer(_ kind: RequestKind, _ beginning: Beginning, latency: Duration, wasFull: Bool) {
    answered += 1
    // One that has queued beside others says nothing about the latency when nobody does.
    if let lull, beginning.round < lull.firstRound { return }
    current.add(kind, latency / .seconds(1), answers: answered - beginning.answered, wasFull)
    endRound()
  }

  /// The server could not do it, or not now.
  mutating func noteTrouble() {
    current.troubles += 1
    endRound()
  }

  /// Does nothing before it is over.
  private mutating func endRound() {
    guard current.count + current.troubles >= max(count, Self.fewestAnswers) else { return }
    ages.endRound()
    let hadTroubles = current.troubles > 0
    ceiling = hadTroubles ? max(1, min(ceiling, Double(count)) * 0.9) : min(Double(most), ceiling + 1)
    let wasLull = lull != nil
    lull = lull?.shortened
    if current.wasFull, current.count > 0 { learn(current.round) }
    if isYoung, hadTroubles || !rounds.isGrowing { comeOfAge() }
    if wasLull, lull == nil, found == most { roundsToLull = Self.roundsBetweenIdleLulls }
    current = RecentRounds.Gathering()
    count = lull?.count ?? (isTrial ? bounded(more) : found)
  }

  private mutating func learn(_ round: RecentRounds.Round) {
    rounds.add(round)
    roundsToLull -= 1
    if roundsToLull <= 0 { rest(with: (found + 1) / 2) }
  }

  /// The number was near the right one before the last doubling. Where that is small, all latencies so far are of
  /// requests that queued: a few are asked one after the other, or two would be taken for as good as three.
  private mutating func comeOfAge() {
    isYoung = false
    if rounds.count > 0, found <= Self.queuedAtStart { rest(with: 1) }
  }

  private mutating func rest(with count: Int) {
    // The first of these rounds, or two where many are under way, answer those that queued before. Where few are, such
    // answers are passed over: a server of two processors does half as much meanwhile.
    let isShort = found <= Self.few
    lull = Lull(
      count: count, firstRound: isShort ? ages.round : 0,
      rounds: isShort ? 1 : found <= Self.queuedAtStart ? 2 : 3)
    roundsToLull = Self.roundsBetweenLulls
  }

  private func bounded(_ count: Int) -> Int { max(1, min(Int(ceiling.rounded()), most, count)) }

  private var wanted: Int {
    if rounds.troubleShare > Self.dearShare { return enough }
    return isYoung || more > Self.few ? more : max(2, enough)
  }

  /// Where requests fail beside each other, nothing is tried.
  private var isTrial: Bool {
    rounds.troubleShare <= Self.dearShare && ages.round % Self.roundsBetweenTrials == 0
  }

  /// Each brings at least a quarter of what a single one does.
  private var enough: Int { rounds.workedOn.map { Int($0 + 0.75) + ages.lasting } ?? count }

  /// As many as show whether the server can do more.
  private var more: Int {
    rounds.workedOn.map { Int(($0 * (isYoung ? 2 : 1.25)).rounded(.up)) + ages.lasting } ?? count
  }
}

extension ConcurrencyLimit {
  /// Fewer at once than could be, for so many rounds.
  fileprivate struct Lull {
    let count: Int
    /// What was sent before it belongs to a fuller time.
    let firstRound: Int
    var rounds: Int

    var shortened: Lull? {
      rounds > 1 ? Lull(count: count, firstRound: firstRound, rounds: rounds - 1) : nil
    }
  }
}
