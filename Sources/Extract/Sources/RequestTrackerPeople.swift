import MigrationKit

/// All users, a page at a time, and which of them are disabled.
///
/// A search for users passes over conditions on `id` without a word (measured on 5.0.3), so they come in numbered pages;
/// accounts are never deleted, and new ones come last. Lists leave the field `Disabled` empty, so the list of those who
/// are not disabled is read beside the list of all, as far as that has come.
struct RequestTrackerPeople: PeopleReading {
  private let session: RequestTrackerSession
  private var listedCount = 0
  private var last = 0
  private var enabled: EnabledUsers

  init(_ session: RequestTrackerSession) {
    self.session = session
    enabled = EnabledUsers(session: session)
  }

  mutating func next() async throws -> PeoplePage {
    var search = RequestTrackerSearch(
      path: "users", query: .everything, fields: Self.fields, includesDisabled: true)
    search.pageNumber = listedCount / RequestTrackerSearch.rowsPerPage + 1
    let page = try await session.page(of: search)
    let rows = page.rows.dropFirst(listedCount % RequestTrackerSearch.rowsPerPage)
    guard let first = rows.first, let last = rows.last else { return PeoplePage(records: [], isLast: true) }
    guard first.id > self.last else {
      throw SourceError.inconsistent("a page of users overlaps the one before it")
    }
    let known = try await enabled.take(upTo: last.id, of: page.total)
    listedCount += rows.count
    self.last = last.id
    return PeoplePage(records: try rows.map { try record(of: $0, known) }, isLast: page.isLast)
  }

  /// A row's own id is the name; naming the field makes it the number.
  private static let fields = [
    "id", "Name", "EmailAddress", "RealName", "Organization", "Lang", "Timezone", "Comments",
  ]

  private func record(of row: RequestTrackerRow, _ enabled: Set<Int>) throws -> SourceRecord {
    SourceRecord(
      system: "request-tracker", id: try row.node.string("Name"), url: nil,
      data: .members(["user": row.node.ordered, "disabled": enabled.contains(row.id) ? nil : true]))
  }
}

/// The numbers of the users who are not disabled, in order. At most two pages of them are kept.
private struct EnabledUsers {
  let session: RequestTrackerSession
  /// Read ahead.
  private var ids: [Int] = []
  private var last = 0
  /// How many of the list have been read.
  private var count = 0
  private var total = 0
  /// Of all users, when the list was read to its end: there is no more of it until there are more of them.
  private var everybodyAtEnd: Int?

  init(session: RequestTrackerSession) {
    self.session = session
  }

  /// - Parameter everybody: how many users there are, disabled ones included.
  mutating func take(upTo id: Int, of everybody: Int) async throws -> Set<Int> {
    while last < id, everybodyAtEnd != everybody {
      if try await readPage() { everybodyAtEnd = everybody }
    }
    let taken = Set(ids.prefix { $0 <= id })
    ids.removeFirst(taken.count)
    return taken
  }

  /// True at the end. Who is disabled meanwhile lets all behind them move up, and a page would miss as many: so many are
  /// looked at again.
  private mutating func readPage() async throws -> Bool {
    var search = RequestTrackerSearch(path: "users", query: .everything, fields: ["id"])
    let before = count / RequestTrackerSearch.rowsPerPage
    search.pageNumber = before + 1
    let page = try await session.page(of: search)
    let gone = total - page.total
    total = page.total
    if gone > 0 {
      count = max(0, count - gone)
      if count / RequestTrackerSearch.rowsPerPage < before { return false }
    }
    ids += page.rows.map(\.id).filter { $0 > last }
    last = max(last, page.rows.last?.id ?? 0)
    count = before * RequestTrackerSearch.rowsPerPage + page.rows.count
    return page.isLast
  }
}
