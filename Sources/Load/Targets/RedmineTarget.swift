import MigrationKit

/// Redmine 5 as a target, by its REST API.
///
/// Source: redmine.org/projects/redmine/wiki/Rest_api and the pages below it, read against 5.0 and tried on 5.0.4.
/// The key must be an administrator's: only then may it write in the name of others.
struct RedmineTarget: TicketTarget {
  typealias Send = @Sendable (HTTPRequest) async throws -> HTTPResponse

  static let abilities = Abilities(
    creationDate: .field, articleDates: .text, authors: .perAccount, internalArticles: .kept,
    internalFiles: .lost, timeEntries: .kept, links: [.parent, .blocks, .relates], longestSubject: 255)

  let catalog: RedmineCatalog
  let send: Send
  private var requests: RedmineRequests

  /// - Parameters:
  ///   - base: scheme, host and path prefix of the server, for the pages of tickets.
  ///   - blobPath: gives the file that holds the bytes with a SHA-256.
  init(
    base: String, needs: TargetNeeds, catalog: RedmineCatalog,
    blobPath: @escaping @Sendable (String) -> String,
    send: @escaping Send
  ) {
    let catalog = catalog.knowing(needs.accounts)
    self.catalog = catalog
    self.send = send
    requests = RedmineRequests(
      text: RedmineText(
        catalog: catalog, language: needs.markup, base: base, words: needs.words),
      needs: needs, blobPath: blobPath)
  }

  func preparing(_ ticket: Ticket) -> RedmineTarget {
    var target = self
    target.requests.text.names = RedmineFileNames(of: ticket)
    return target
  }

  /// Files, issue, then each note after its files; state last, because a closed issue may refuse more.
  func steps(for ticket: Ticket) -> [Step] {
    let opening =
      (ticket.publicOpening?.attachments ?? []).map(Step.upload) + [.create]
      + (getsAssignee(ticket) ? [.values] : [])
    let articles = ticket.furtherArticles.flatMap { article in
      article.attachments.map(Step.upload) + [.article(id: article.id)]
    }
    let times = ticket.timeEntries.map(Step.time)
    return opening + articles + times + watchers(of: ticket) + [.state] + ticket.mentions.map(Step.references)
      + ticket.links.map(Step.link)
  }

  func request(for step: Step, of ticket: Ticket, known: KnownIDs) throws -> HTTPRequest {
    switch step {
    case .upload(let attachment): return requests.upload(attachment, of: ticket)
    case .create: return try requests.create(ticket, known: known)
    case .values: return try requests.values(of: ticket, known: known)
    case .article(let id):
      guard let article = ticket.article(id) else {
        throw RedmineError.missing("message \(id)", step: step.name)
      }
      return try requests.article(article, of: ticket, known: known)
    case .hide(let journal): return requests.hide(journal: journal)
    case .time(let entry): return try requests.time(entry, of: ticket, known: known)
    case .state: return try requests.state(of: ticket, known: known)
    case .watcher(let login): return try requests.watcher(login, known: known)
    case .references(let mentions): return try requests.references(mentions, of: ticket, known: known)
    case .link(let link): return try requests.link(link, known: known)
    case .account(let account): return requests.account(account)
    case .member(let account, let queue): return try requests.member(account, queue: queue, step: step)
    case .lock(let account): return try requests.setStatus(3, of: account, step: step)
    case .unlock(let account): return try requests.setStatus(1, of: account, step: step)
    }
  }

  func result(of response: HTTPResponse, for step: Step, of ticket: Ticket) throws -> StepResult {
    try RedmineAnswers.result(of: response, for: step, uploading: files(of: step, in: ticket).count)
  }

  /// Files, watchers and the state come later; other answers have no values in them.
  func shortcomings(in response: HTTPResponse, after step: Step, of ticket: Ticket) throws -> [Shortcoming] {
    if case .time(let entry) = step { return try RedmineTimeText(entry).shortcomings(in: response.json()) }
    guard step == .create else { return [] }
    let issue = try RedmineIssue(json: response.json().required("issue") { $0 })
    return RedmineValueComparison(ticket: ticket, issue: issue, requests: requests).shortcomings
  }

  /// Workflows, trackers and the visibility of fields go by these; what a workflow makes read-only, by the status too.
  func creationKind(of ticket: Ticket) -> String {
    let creator = catalog.creator(ticket.author, in: ticket.queue) ?? catalog.account
    let roles = creator.isAdmin ? [] : catalog.projects[ticket.queue]?.members[creator.id]?.roles ?? []
    return "\(ticket.queue) \(ticket.type) \(ticket.state) \(roles.sorted())"
  }

  func find(_ tickets: [SourceID<Ticket>]) async throws -> [SourceID<Ticket>: [TargetID<Ticket>]] {
    guard let marker = catalog.marker else { throw RedmineError.missing("the marker field", step: "find") }
    return try await RedmineSearch(marker: marker, send: send).find(tickets)
  }

  func state(
    of ticket: Ticket, as id: TargetID<Ticket>, numbers: [SourceID<Ticket>: TargetID<Ticket>]
  ) async throws -> LoadedState {
    let request = HTTPRequest(
      .get, "/issues/\(percentEncoded(id.text)).json",
      query: [("include", "journals,attachments,watchers,children,relations")])
    let response = try await send(request)
    if response.status == 404 { throw TicketGone() }
    guard response.status == 200 else {
      throw RedmineError.unexpected(
        status: response.status, step: "reading issue \(id)", beginning: response.excerpt)
    }
    let issue = try RedmineIssue(json: response.json().required("issue") { $0 })
    let times = ticket.timeEntries.isEmpty ? [] : try await RedmineTimeList(send: send).comments(of: id)
    return RedmineComparison(
      ticket: ticket, issue: issue, times: RedmineTimeComments(times), requests: requests, numbers: numbers
    ).state(among: steps(for: ticket))
  }

  func account(_ account: NewAccount) -> AccountState { catalog.state(of: account) }

  /// Any membership will do: what a person may, once they are a member, is not ours to change.
  func queues(closedTo account: NewAccount, among queues: [String]) -> [String] {
    guard let user = catalog.user(account.login) else { return queues }
    return queues.filter { catalog.projects[$0]?.members[user.id] == nil }
  }

  func url(of id: TargetID<Ticket>) -> String { requests.text.url(of: id) }

  /// A creation cannot ask for no assignee where the project has a default one; only a change can.
  private func getsAssignee(_ ticket: Ticket) -> Bool {
    catalog.assignee(ticket.owner, in: ticket.queue) == nil
      && catalog.projects[ticket.queue]?.hasDefaultAssignee == true
  }

  /// Each login once; those the server would quietly ignore are left to `state` to name.
  private func watchers(of ticket: Ticket) -> [Step] {
    var seen: Set<Int> = []
    return ticket.watchers.compactMap { person in
      catalog.watcher(person.login).flatMap { seen.insert($0.id).inserted ? .watcher(login: $0.login) : nil }
    }
  }

  private func files(of step: Step, in ticket: Ticket) -> [Attachment] {
    switch step {
    case .create: ticket.publicOpening?.attachments ?? []
    case .article(let id): ticket.article(id)?.attachments ?? []
    case .values, .upload, .hide, .state, .time, .watcher, .references, .link: []
    case .account, .member, .lock, .unlock: []
    }
  }
}
