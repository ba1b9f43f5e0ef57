import MigrationKit

/// All users, those who are locked or wait for their activation too, then the groups: issues can belong to a group.
///
/// Lists of users are in the order of their logins, by pages. Who is added or renamed meanwhile moves the others, so the
/// pages of each status must hold as many as the server counts.
struct RedminePeople: PeopleReading {
  private let session: RedmineSession
  private var status = Status.active
  private var read = 0
  private var isRead = false

  /// As Redmine numbers them.
  private enum Status: Int {
    case active = 1
    case registered = 2
    case locked = 3

    var next: Status? { Status(rawValue: rawValue + 1) }
  }

  init(_ session: RedmineSession) {
    self.session = session
  }

  /// Behind the last page there is nothing more: who comes meanwhile has written nothing that was read.
  mutating func next() async throws -> PeoplePage {
    if isRead { return PeoplePage(records: [], isLast: true) }
    let list = RedmineList(
      path: "users", member: "users", query: [("status", String(status.rawValue)), ("sort", "login")])
    let page = try await session.page(list, after: read)
    let records = try page.rows.map { try person($0, status) }
    read += page.rows.count
    guard page.isLast else { return PeoplePage(records: records, isLast: false) }
    read = 0
    if let next = status.next {
      status = next
      return PeoplePage(records: records, isLast: false)
    }
    isRead = true
    return PeoplePage(records: records + (try await groups()), isLast: true)
  }

  /// Administrators are shown keys for the API with some versions; they are nobody's business here.
  private func person(_ row: JSONNode, _ status: Status) throws -> SourceRecord {
    let members = row.members.filter { $0.key != "api_key" }.map {
      JSONValue.Member($0.key, .source($0.value))
    }
    return SourceRecord(
      system: "redmine", id: try row.string("login"), url: nil,
      data: ["user": .object(members), "status": .int(status.rawValue)])
  }

  private func groups() async throws -> [SourceRecord] {
    try await session.whole("groups", "groups").map { row in
      SourceRecord(system: "redmine", id: try row.string("name"), url: nil, data: ["group": .source(row)])
    }
  }
}
