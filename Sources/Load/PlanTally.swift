import MigrationKit

/// What a plan comes to in sum, counted ticket by ticket.
struct PlanTally: Sendable {
  struct Place: Sendable {
    let ticket: SourceID<Ticket>
    let words: String
  }
  struct Situation: Hashable, Comparable, Sendable {
    let type: String
    let state: String

    static func < (left: Situation, right: Situation) -> Bool {
      (left.type, left.state) < (right.type, right.state)
    }
  }

  /// Tickets of which something is to be sent, and those of which nothing is.
  private(set) var tickets = 0
  private(set) var complete = 0
  /// Of these tickets, those that do not exist yet, and their articles.
  private(set) var newTickets = 0
  private(set) var newArticles = 0
  private(set) var articles = 0
  private(set) var files = 0
  private(set) var fileBytes = 0
  private(set) var links = 0
  /// Links and texts that need tickets which are not in the target, nor brought now.
  private(set) var waitingLinks = 0
  private(set) var waitingTexts = 0
  private(set) var accounts = 0
  /// Accounts that are unlocked, and locked again at the end.
  private(set) var unlocked = 0
  private(set) var timeEntries = 0
  private(set) var minutes = 0
  /// By the first part of the step's name: "article".
  private(set) var writes: [String: Int] = [:]
  private(set) var losses: [Loss: Int] = [:]
  private(set) var mails = 0
  private(set) var faults = FaultTally()
  private(set) var misfits = MisfitTally()
  private(set) var longestTexts = Tops<Place>(5)
  private(set) var largestFiles = Tops<Place>(5)
  private(set) var tooLargeFiles = 0
  private(set) var forbiddenFiles = 0
  private(set) var longSubjects = 0
  private(set) var situations: [Situation: Int] = [:]
  /// Texts that speak of other tickets and are looked at again once all have numbers.
  private(set) var textsAgain = 0

  /// Tickets that others are below.
  private var parents: Set<SourceID<Ticket>> = []

  mutating func count(
    _ plan: PlannedTicket, _ ticket: Ticket, _ requests: PlanRequests, _ planned: PlannedTarget
  ) {
    let steps = requests.steps
    waitingLinks += requests.waitingLinks
    waitingTexts += requests.waitingTexts
    if let fault = plan.fault { faults.count(fault, of: ticket.id) }
    guard !steps.isEmpty else { return complete += 1 }
    tickets += 1
    for step in steps { count(step, of: ticket, planned) }
    // Of a ticket that exists already, what it lost was in the plan that was made before.
    guard plan.target == nil else { return }
    newTickets += 1
    newArticles += ticket.articles.count
    for loss in planned.forecaster.losses(of: ticket) { losses[loss, default: 0] += 1 }
    parents.formUnion(ticket.links.filter { $0.kind == .parent }.map(\.ticket))
    if let loss = planned.forecaster.lossOfParents, !parents.isEmpty { losses[loss] = parents.count }
    for (misfit, values) in planned.forecaster.misfits(of: ticket) { misfits.count(misfit, values) }
    situations[Situation(type: ticket.type, state: ticket.state), default: 0] += 1
    longSubjects += ticket.subject.unicodeScalars.count > planned.abilities.longestSubject ? 1 : 0
  }

  /// What belongs to no ticket.
  mutating func count(accounts steps: [Step]) {
    for step in steps {
      writes[step.kind, default: 0] += 1
      if case .account = step { accounts += 1 }
      if case .unlock = step { unlocked += 1 }
    }
  }

  private mutating func count(_ step: Step, of ticket: Ticket, _ planned: PlannedTarget) {
    writes[step.kind, default: 0] += 1
    mails += planned.forecaster.mails(for: step, of: ticket)
    switch step {
    case .upload(let file): count(file, of: ticket, planned)
    case .create, .article:
      guard let article = ticket.article(of: step) else { return }
      articles += 1
      longestTexts.offer(
        article.text.utf8.count, Place(ticket: ticket.id, words: "message \(article.id)"))
    case .link: links += 1
    case .references: textsAgain += 1
    case .time(let entry):
      timeEntries += 1
      minutes += entry.minutes
    case .values, .hide, .state, .watcher, .account, .member, .lock, .unlock: break
    }
  }

  private mutating func count(_ file: Attachment, of ticket: Ticket, _ planned: PlannedTarget) {
    files += 1
    fileBytes += file.byteCount
    tooLargeFiles += planned.description.largestFile.map { file.byteCount > $0 } == true ? 1 : 0
    forbiddenFiles += planned.needs.extensions.refuses(file.name) ? 1 : 0
    largestFiles.offer(file.byteCount, Place(ticket: ticket.id, words: file.name))
  }

  mutating func count(_ fault: String, of ticket: Ticket) { faults.count(fault, of: ticket.id) }

  /// Of the new tickets and articles, those that the target shows under their author's name.
  var authoredTickets: Int { newTickets - count(of: .ticketAuthor) }
  var authoredArticles: Int { newArticles - count(of: .articleAuthor) }

  private func count(of fact: Loss.Fact) -> Int {
    losses.filter { $0.key.fact == fact }.values.reduce(0, +)
  }

  var writeCount: Int { writes.values.reduce(0, +) }

  /// At least: what must be read while all goes well. A search for every hundred tickets, each ticket once when it is
  /// there, and before and after a text that is sent again.
  var readCount: Int { (tickets + 99) / 100 + tickets + 3 * textsAgain }
}

/// Why tickets cannot be sent: one fault of a thousand tickets is one row.
struct FaultTally: Sendable {
  struct Row: Sendable {
    let words: String
    var count = 0
    /// The first few of them.
    var tickets: [SourceID<Ticket>] = []
  }

  /// Different ones that are told apart; more of them are only counted.
  private static let mostRows = 1000
  private static let mostShown = 20
  private static let mostNamed = 3

  /// Of all tickets.
  private(set) var count = 0
  private var rows: [Row] = []
  private var places: [String: Int] = [:]

  mutating func count(_ words: String, of ticket: SourceID<Ticket>) {
    count += 1
    if places[words] == nil, rows.count < Self.mostRows {
      places[words] = rows.count
      rows.append(Row(words: words))
    }
    guard let place = places[words] else { return }
    rows[place].count += 1
    if rows[place].tickets.count < Self.mostNamed { rows[place].tickets.append(ticket) }
  }

  /// The most frequent first, and equally frequent ones in the order of the tickets.
  var worst: [Row] {
    let sorted = rows.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }
    return sorted.prefix(Self.mostShown).map(\.element)
  }

  /// '193 tickets (1, 2, 3, …): Redmine has no project "support"'.
  var lines: [String] {
    let worst = worst
    let rest = count - worst.reduce(0) { $0 + $1.count }
    return worst.map(\.line)
      + (rest > 0 ? ["and \(grouped(rest)) more in the plan's lines with \"fault\""] : [])
  }
}

extension FaultTally.Row {
  fileprivate var line: String {
    // What belongs to no ticket names none.
    if tickets == [Ticket.accounts.id] { return words }
    if count == 1 { return "ticket \(tickets[0]): \(words)" }
    let named = tickets.map(\.text) + (count > tickets.count ? ["…"] : [])
    return "\(counted(count, "ticket")) (\(named.joined(separator: ", "))): \(words)"
  }
}

extension Step {
  /// "article" of "article/190".
  fileprivate var kind: String { String(name.prefix { $0 != "/" }) }
}
