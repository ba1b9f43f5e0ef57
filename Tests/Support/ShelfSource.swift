import Foundation
import MigrationKit
import Synchronization

@testable import Extract

/// An old system in memory that fails where a test wants it to.
///
/// A class, because all copies count what was asked.
final class ShelfSource: TicketSource {
  struct Gone: Error {}

  /// The searchable tickets; those between them are deleted.
  let shelves: [[Int]]
  /// The ticket whose slice cannot be read.
  let lost: Int?
  /// How often each slice contradicts itself before it is read well.
  let contradictions: Int
  /// How many tickets it says it has beyond those it shows.
  let hidden: Int
  /// What is thrown whenever a slice holds this ticket, deleted or not.
  let ill: [Int: any Error]
  /// Tickets that list each of their files twice.
  let twins: Set<Int>
  /// Whether inspections fail from the second on.
  let goesDown: Bool
  /// What happens behind the 100,000 transactions there are at the beginning.
  let later: [TransactionPage.Entry]
  /// Whether its lists say how long files are.
  let tellsLengths: Bool
  /// How many files it shows in one answer; 1: it shows none.
  let shownAtOnce: Int
  private let reads = Mutex<[Int: Int]>([:])
  private let inspections = Mutex(0)

  init(
    _ shelves: [[Int]] = [[1, 2], [4, 5], [6, 9], [10], [12, 13]], lost: Int? = nil, contradictions: Int = 0,
    hidden: Int = 0, ill: [Int: any Error] = [:], twins: Set<Int> = [], goesDown: Bool = false,
    later: [TransactionPage.Entry] = [], tellsLengths: Bool = true,
    shownAtOnce: Int = 1
  ) {
    self.shelves = shelves
    self.lost = lost
    self.contradictions = contradictions
    self.hidden = hidden
    self.ill = ill
    self.twins = twins
    self.goesDown = goesDown
    self.later = later
    self.tellsLengths = tellsLengths
    self.shownAtOnce = shownAtOnce
  }

  /// How often the contents of a slice were asked for.
  var readCount: Int { reads.withLock { $0.values.reduce(0, +) } }

  func inspect() async throws -> SourceInspection {
    let count = inspections.withLock { count in
      count += 1
      return count
    }
    if goesDown, count > 1 { throw RequestError.notSent("the shelf has fallen") }
    return SourceInspection(
      product: "Shelf 1", login: "librarian", ticketCount: shelves.flatMap(\.self).count + hidden)
  }

  func lastTicket() async throws -> Int? { shelves.flatMap(\.self).max() }

  func slice(after cursor: Cursor?, upTo last: Int?) async throws -> Slice? {
    let seen = cursor?.id ?? 0
    let rest = shelves.lazy.map { $0.filter { $0 > seen && $0 <= last ?? .max } }.first { !$0.isEmpty }
    return rest.map { Slice(first: seen + 1, last: $0.last ?? seen, tickets: $0) }
  }

  func contents(of slice: Slice) async throws -> SliceContents {
    let read = reads.withLock { reads in
      reads[slice.first, default: 0] += 1
      return reads[slice.first, default: 0]
    }
    if let lost, slice.tickets.contains(lost) { throw Gone() }
    for ticket in slice.first...slice.last {
      if let fault = ill[ticket] { throw fault }
    }
    if read <= contradictions { throw SourceError.inconsistent("\(slice.first) is not \(slice.first)") }
    let here = shelves.flatMap(\.self).filter((slice.first...slice.last).contains)
    return SliceContents(
      records: here.map { SourceRecord(system: "shelf", id: "\($0)", url: nil, data: ["n": .int($0)]) },
      attachments: (here + here.filter(twins.contains)).flatMap {
        Self.attachments(of: $0, tellsLengths, isShown: shownAtOnce > 1)
      },
      skipped: (slice.first...slice.last).filter { !here.contains($0) }.map {
        SkippedTicket(ticket: SourceID("\($0)"), reason: "deleted")
      },
      foundCount: slice.last - slice.first + 1, transactionCount: 2 * here.count,
      lastTransaction: here.last.map { $0 * 100 })
  }

  /// Every ticket has as many as its number leaves when divided by three.
  static func attachments(
    of ticket: Int, _ tellsLengths: Bool = true, isShown: Bool = false
  ) -> [AttachmentReference] {
    (0..<ticket % 3).map { number in
      let path = "/file/\(ticket)/\(number)"
      return AttachmentReference(
        ticket: SourceID("\(ticket)"), id: "\(number)", name: "../\(number).txt", mediaType: "text/plain",
        byteCount: tellsLengths ? bytes(at: path).utf8.count : nil, path: path, isShown: isShown)
    }
  }

  static func bytes(at path: String) -> String { "bytes of \(path)" }

  func download(_ attachment: AttachmentReference) -> HTTPRequest { HTTPRequest(.get, attachment.path) }

  func show(_ attachments: [AttachmentReference]) -> HTTPRequest? {
    HTTPRequest(.get, "/shown" + attachments.map(\.path).joined(separator: ","))
  }

  /// One a line.
  func bytes(in response: HTTPResponse, of attachments: [AttachmentReference]) throws -> [[UInt8]?] {
    let lines = response.body.split(separator: UInt8(ascii: "\n")).map { Array($0) }
    guard lines.count == attachments.count else { throw SourceError.inconsistent("\(lines.count) lines") }
    return zip(lines, attachments).map { $0.count == $1.byteCount ? $0 : nil }
  }

  func newestTransaction() async throws -> Int? { 100_000 }

  /// Two a page.
  func transactions(after transaction: Int) async throws -> TransactionPage {
    let rest = later.filter { $0.id > transaction }
    return TransactionPage(entries: Array(rest.prefix(2)), isLast: rest.count <= 2)
  }

  func newestTransaction(in data: JSONNode) throws -> Int? { try data.int("n") * 100 }

  func queues() async throws -> [SourceRecord] {
    [SourceRecord(system: "shelf", id: "1", url: nil, data: ["name": "Support"])]
  }

  func people() -> any PeopleReading { ShelfPeople() }
}

/// Three, one a page.
private struct ShelfPeople: PeopleReading {
  var count = 0

  mutating func next() async throws -> PeoplePage {
    guard count < 3 else { return PeoplePage(records: [], isLast: true) }
    count += 1
    return PeoplePage(
      records: [SourceRecord(system: "shelf", id: "person \(count)", url: nil, data: [:])],
      isLast: count == 3)
  }
}

extension TicketSource {
  func slice(after cursor: Cursor?) async throws -> Slice? { try await slice(after: cursor, upTo: nil) }
}

extension FaultServer {
  /// The files of a `ShelfSource`, one or several; `answers` by path instead.
  static func shelf(_ answers: [String: Action] = [:]) throws -> FaultServer {
    try FaultServer { arrival in
      let path = String(arrival.head.split(separator: " ")[1])
      let files = path.replacing("/shown", with: "").split(separator: ",").map(String.init)
      return answers[path] ?? .ok(files.map(ShelfSource.bytes).joined(separator: "\n"))
    }
  }
}
