import Foundation
import MigrationKit
import Synchronization

@testable import Load

/// A new system in memory behind a real server: it keeps books of what it was sent, and fails where a test wants.
///
/// A class, because the server's threads and the loading share it.
final class FakeTarget: TicketTarget {
  /// What becomes of one arrival of a request.
  enum Fate: Sendable {
    /// Carried out and answered.
    case good
    /// Carried out; the answer is lost.
    case unanswered
    /// Lost on the way: no answer, nothing carried out.
    case lost
    /// No answer, and carried out only after a while.
    case late(Duration)
    /// Ended with a fault of the target's own, 500.
    case faulted
    /// The same, and yet carried out.
    case faultedAfter
    /// Carried out, together with an operation whose request came long ago.
    case withLate(String)
    /// Refused with 405, and yet carried out.
    case refusedAfter
    case conflict
    case stale
    case refused
    /// The login lacks a right, 403.
    case forbidden
    /// The log-in is no longer good.
    case unauthorized
  }

  struct Books: Equatable, Sendable {
    /// "1/create" → how often it was carried out.
    var carriedOut: [String: Int] = [:]
    /// New ids by the old one.
    var ids: [String: [String]] = [:]
    /// Upload tokens that no step has used yet.
    var tokens: Set<String> = []
    var searches: [[String]] = []
    /// When each ticket was created, for the search that follows later.
    var created: [String: ContinuousClock.Instant] = [:]
    /// How long the search does not show what was created.
    var lag = Duration.zero
    /// The numbers that each text was last sent with, by "1/create" or "1/article/2".
    var numbers: [String: Set<String>] = [:]
    /// Logins, and whether they are active.
    var accounts: [String: Bool] = [:]
    /// Those that the target does not show, though they were made.
    var hiddenAccounts: Set<String> = []
    /// "queue login"
    var members: Set<String> = []
    /// Whether searches fail once there is a ticket to be found.
    var failsSearches = false
    /// Tickets that someone has deleted.
    var deleted: Set<String> = []
    var exposed: [String: [String]] = [:]
  }

  static let abilities = Abilities(
    creationDate: .kept, articleDates: .kept, authors: .kept, internalArticles: .kept, internalFiles: .kept,
    timeEntries: .kept, links: [.parent, .blocks, .relates], longestSubject: 255)

  private let books = Mutex(Books())
  /// The fates of a step's first arrivals, by "1/article/2"; later ones are good.
  private let fates: Mutex<[String: [Fate]]>
  /// What the target says it has not kept, by old id.
  let shortcomings: Mutex<[String: [Shortcoming]]> = Mutex([:])

  /// Tickets whose creation drops the marker, until it is sent again.
  let unmarked: Mutex<Set<String>> = Mutex([])
  /// What tickets have in common that are treated alike, by old id; else all are.
  let kinds: Mutex<[String: String]> = Mutex([:])
  /// What the answers to creations show otherwise than it was sent, by old id.
  let answeredOtherwise: Mutex<[String: [Shortcoming]]> = Mutex([:])

  init(_ fates: [String: [Fate]] = [:]) {
    self.fates = Mutex(fates)
  }

  var state: Books { books.withLock { $0 } }
  func change(_ body: (inout Books) -> Void) { books.withLock { body(&$0) } }
  func decide(_ step: String, _ fate: [Fate]) { fates.withLock { $0[step] = fate } }

  /// Steps that were carried out more than once.
  var repeated: [String] {
    state.carriedOut.filter { $0.value > 1 && !$0.key.contains("/upload/") }.keys.sorted()
  }

  // MARK: The server's side

  func answer(_ arrival: FaultServer.Arrival) -> FaultServer.Action {
    let operation = String(arrival.head.split(separator: " ")[1].dropFirst()).removingPercentEncoding ?? ""
    let fate = fates.withLock { fates in
      guard fates[operation]?.isEmpty == false else { return Fate.good }
      return fates[operation]?.removeFirst() ?? .good
    }
    switch fate {
    case .good: return .ok(carryOut(operation, String(decoding: arrival.body, as: UTF8.self)) ?? "stale")
    case .unanswered:
      _ = carryOut(operation, String(decoding: arrival.body, as: UTF8.self))
      return .close
    case .lost: return .close
    case .late(let delay):
      let body = String(decoding: arrival.body, as: UTF8.self)
      Task {
        try await Task.sleep(for: delay)
        _ = carryOut(operation, body)
      }
      return .close
    case .withLate(let other):
      _ = carryOut(other, "")
      return .ok(carryOut(operation, String(decoding: arrival.body, as: UTF8.self)) ?? "stale")
    case .faulted: return .reply(500)
    case .faultedAfter:
      _ = carryOut(operation, String(decoding: arrival.body, as: UTF8.self))
      return .reply(500)
    case .refusedAfter:
      _ = carryOut(operation, String(decoding: arrival.body, as: UTF8.self))
      return .reply(405, "not allowed here")
    case .conflict: return .reply(409)
    case .stale: return .ok("stale")
    case .refused: return .reply(422, "no, never")
    case .forbidden: return .reply(403)
    case .unauthorized: return .reply(401)
    }
  }

  /// Enters a step into the books; nil when one of its upload tokens was used before.
  private func carryOut(_ operation: String, _ body: String) -> String? {
    books.withLock { books in
      let parts = body.split(separator: "|", omittingEmptySubsequences: false)
      let tokens = parts[0].split(separator: " ").map(String.init)
      let numbers = Set(parts.dropFirst().joined().split(separator: " ").map(String.init))
      if operation.contains("/link/"), books.carriedOut[operation] != nil { return "present" }
      guard tokens.allSatisfy(books.tokens.contains) else { return nil }
      books.tokens.subtract(tokens)
      books.carriedOut[operation, default: 0] += 1
      books.numbers[
        operation.replacing("/references/1", with: "/create").replacing("references", with: "article")] =
        numbers
      let (ticket, step) = (String(operation.prefix { $0 != "/" }), operation.drop { $0 != "/" }.dropFirst())
      if step == "create" {
        books.created[ticket] = .now
        books.ids[ticket, default: []].append("new-\(ticket)-\(books.carriedOut[operation, default: 0])")
        return books.ids[ticket]?.last
      }
      Self.enter(String(step), &books)
      if step.hasPrefix("hide/") { books.exposed[ticket]?.removeAll { "hide/\($0)" == step } }
      guard step.hasPrefix("upload/") else { return "" }
      let token = "token-\(ticket)-\(step.dropFirst(7))-\(books.carriedOut[operation, default: 0])"
      books.tokens.insert(token)
      return token
    }
  }

  private static func enter(_ step: String, _ books: inout Books) {
    let parts = step.split(separator: "/").map(String.init)
    switch parts[0] {
    case "account", "unlock": books.accounts[parts[1]] = true
    case "lock": books.accounts[parts[1]] = false
    case "member": books.members.insert("\(parts[1]) \(parts[2])")
    default: break
    }
  }

  // MARK: The loading's side

  func account(_ account: NewAccount) -> AccountState {
    if state.hiddenAccounts.contains(account.login) { return .absent }
    return state.accounts[account.login].map { $0 ? .active : .locked } ?? .absent
  }

  func queues(closedTo account: NewAccount, among queues: [String]) -> [String] {
    queues.filter { !state.members.contains("\($0) \(account.login)") }
  }

  func steps(for ticket: Ticket) -> [Step] {
    let articles = ticket.articles.enumerated().flatMap { position, article in
      article.attachments.map(Step.upload) + [position == 0 ? .create : .article(id: article.id)]
    }
    return articles + ticket.timeEntries.map(Step.time) + [.state] + mentions(in: ticket).map(Step.references)
      + ticket.links.map(Step.link)
  }

  private func mentions(in ticket: Ticket) -> [Mentions] {
    ticket.articles.map {
      Mentions(article: $0.id, isOpening: $0.id == "1", tickets: Ticket.mentioned(in: [$0.text]))
    }.filter { !$0.tickets.isEmpty }
  }

  func request(for step: Step, of ticket: Ticket, known: KnownIDs) throws -> HTTPRequest {
    if ticket.queue == "unknown" { throw JSONShapeError("there is no project \"unknown\"") }
    let tokens = known.uploads.values.sorted().joined(separator: " ")
    let numbers = known.linked.values.map(\.text).sorted().joined(separator: " ")
    var request = HTTPRequest(
      .post, "/\(ticket.id)/\(step.name)", body: .bytes(Array("\(tokens)|\(numbers)".utf8)))
    request.isRepeatable = ticket.id == Ticket.accounts.id
    return request
  }

  func result(of response: HTTPResponse, for step: Step, of ticket: Ticket) throws -> StepResult {
    let text = String(decoding: response.body, as: UTF8.self)
    switch response.status {
    case 409: return .conflict
    case 405, 422: return .refused(text)
    case _ where text == "stale": return .staleUploads
    case _ where text == "present": return .present
    default: return .done(text.isEmpty ? nil : text)
    }
  }

  func shortcomings(in response: HTTPResponse, after step: Step, of ticket: Ticket) -> [Shortcoming] {
    guard step == .create else { return [] }
    return lackOfMarker(ticket) + answeredOtherwise.withLock { $0[ticket.id.text] ?? [] }
  }

  private func lackOfMarker(_ ticket: Ticket) -> [Shortcoming] {
    guard unmarked.withLock({ $0.contains(ticket.id.text) }) else { return [] }
    return [
      Shortcoming(
        kind: "marker", fact: "the target did not save its marker", advice: "Make the marker writable",
        remedy: .values, isMarker: true)
    ]
  }

  func creationKind(of ticket: Ticket) -> String { kinds.withLock { $0[ticket.id.text] ?? "" } }

  func find(_ tickets: [SourceID<Ticket>]) async throws -> [SourceID<Ticket>: [TargetID<Ticket>]] {
    if state.failsSearches, !state.ids.isEmpty {
      throw RequestError.failed("the search answered 500, in 5 tries")
    }
    return books.withLock { books in
      books.searches.append(tickets.map(\.text))
      let visible = tickets.filter { (books.created[$0.text] ?? .now - books.lag) + books.lag <= .now }
      let found = visible.compactMap { id in books.ids[id.text].map { (id, $0.map { TargetID<Ticket>($0) }) }
      }
      return Dictionary(found) { first, _ in first }
    }
  }

  func state(
    of ticket: Ticket, as id: TargetID<Ticket>, numbers: [SourceID<Ticket>: TargetID<Ticket>]
  ) async throws -> LoadedState {
    if state.deleted.contains(ticket.id.text) { throw TicketGone() }
    let (books, shortcomings) = (state, shortcomings.withLock { $0[ticket.id.text] ?? [] })
    let done = steps(for: ticket).filter { step in
      if case .upload = step { return false }
      if case .references(let mentions) = step {
        let known = Set(mentions.tickets.compactMap { numbers[$0]?.text })
        return books.numbers["\(ticket.id)/\(mentions.carrier.name)"] == known
      }
      return books.carriedOut["\(ticket.id)/\(step.name)"] != nil
    }
    let links = ticket.links.filter { books.carriedOut["\(ticket.id)/\(Step.link($0).name)"] != nil }
      .compactMap { link in
        books.ids[link.ticket.text]?.first.map { LoadedLink(kind: link.kind, other: TargetID($0)) }
      }
    return LoadedState(
      done: Set(done), exposed: books.exposed[ticket.id.text] ?? [],
      shortcomings: lackOfMarker(ticket) + shortcomings,
      links: Set(links))
  }

  func url(of id: TargetID<Ticket>) -> String { "https://new.test/\(id)" }
}
