import MigrationKit

/// The main path of `load plan`: what `load` would send, made without a network from the transformed tickets, from
/// what `load check` has learned, and from the journal.
struct Planning: Sendable {
  let options: LoadOptions
  let console: Console
  let interruption: Interruption

  private var folder: DataFolder.Loaded { options.data.loaded }
  private var tickets: String { options.data.transformed.tickets }

  func run() throws -> ExitCode {
    let lock = try RunLock(stage: "plan", in: options.data)
    defer { withExtendedLifetime(lock) {} }
    try options.requireTransformation()
    let planned = try TargetRegistry.plan(options, try description())
    let progress = try progress(planned.description)
    guard let tally = try plan(planned, progress) else {
      console.say("Interrupted. Run the same command to start again.")
      return .interrupted
    }
    let summary = PlanSummary(
      tally: tally, planned: planned, tickets: try SHA256.hex(ofFile: tickets),
      links: try options.transformation()?.links,
      duplicates: try SharedAddress.all(in: options.data.transformed.people))
    try Disk.replace(folder.plan, with: summary.json.indentedText)
    console.print(
      options.wantsJSON ? summary.json.text : summary.text + "\nEvery request: \(folder.plannedTickets)")
    return tally.faults.count == 0 ? .complete : .rejected
  }

  /// What `load check` has learned, of the target that the configuration names.
  private func description() throws -> TargetDescription {
    guard Disk.exists(folder.target) else {
      throw StageError("\(folder.target) does not exist: run load check first", exitCode: .usage)
    }
    let line = RecordLine(bytes: try Disk.contents(folder.target), path: folder.target, number: 1)
    let description = try line.record(as: TargetDescription.self)
    let target = options.configuration.target
    guard description.url == target.server.url, description.marker == target.marker,
      description.system == target.system
    else {
      throw StageError(
        "\(folder.target) describes \(description.fingerprint), but the configuration names \(target.server.url) with the "
          + "marker \(target.marker): run load check again", exitCode: .usage)
    }
    return description
  }

  private func progress(_ description: TargetDescription) throws -> TicketMemory {
    let source = options.configuration.source
    let owner = JournalOwner(
      source: "\(source.system.rawValue) \(source.server.url)", target: description.fingerprint)
    return try JournalReplay(folder.journal, owner: owner).tickets
  }

  /// Nil when it was interrupted.
  private func plan(
    _ planned: PlannedTarget, _ progress: TicketMemory
  ) throws -> PlanTally? {
    let numbers = try numbers(progress)
    let accounts = PlanAccounts(
      planned: planned, logins: planned.needs.accounts.isEmpty ? [] : try logins(progress),
      progress: progress[Ticket.accounts.id] ?? TicketProgress())
    var lines = try RecordWriter(folder.plannedTickets)
    var tally = PlanTally()
    try add(accounts, accounts.opening, &lines, &tally)
    if !accounts.refused.isEmpty { tally.count("\(accounts.refused)", of: .accounts) }
    try eachTicket { ticket in
      let requests = PlanRequests(
        ticket: ticket, progress: progress[ticket.id] ?? TicketProgress(), numbers: numbers, planned: planned)
      let plan = requests.plan()
      if !plan.requests.isEmpty || plan.fault != nil { try lines.append(plan) }
      tally.count(plan, ticket, requests, planned)
    }
    if interruption.isRequested { return nil }
    try add(accounts, accounts.closing, &lines, &tally)
    try lines.finish()
    return tally
  }

  private func add(
    _ accounts: PlanAccounts, _ steps: [Step], _ lines: inout RecordWriter, _ tally: inout PlanTally
  ) throws {
    guard !steps.isEmpty else { return }
    try lines.append(accounts.plan(steps))
    tally.count(accounts: steps)
  }

  /// Those that this run is about, until it is interrupted.
  private func eachTicket(_ work: (Ticket) throws -> Void) throws {
    let selection = try TicketSelection(options)
    var reader = try RecordReader<Ticket>(tickets)
    var remaining = selection.limit ?? .max
    while remaining > 0, !interruption.isRequested, let ticket = try reader.next() {
      guard selection.contains(ticket) else { continue }
      remaining -= 1
      try work(ticket)
    }
  }

  /// Of the people in tickets that are not complete.
  private func logins(_ progress: TicketMemory) throws -> Set<String> {
    var logins: Set<String> = []
    try eachTicket { ticket in
      if progress[ticket.id]?.isConfirmed == true { return }
      let people = ticket.everybody + ticket.timeEntries.map(\.person)
      logins.formUnion(people.compactMap { $0.login?.lowercased() })
    }
    return logins
  }

  private func numbers(_ progress: TicketMemory) throws -> PlanNumbers {
    var lines = try SelectedLines(tickets, TicketSelection(options))
    var order: [SourceID<Ticket>] = []
    while let ticket = try lines.next().map(TicketLine.init) { order.append(ticket.id) }
    return PlanNumbers(known: progress.ids, order: order)
  }
}
