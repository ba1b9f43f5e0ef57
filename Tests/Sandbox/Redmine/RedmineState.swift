import Foundation

/// All that one imitation knows; every request reads or changes it as a whole.
struct RedmineState {
  var users: [Redmine.User] = []
  var roles: [Redmine.Role] = []
  var memberships: [Redmine.Membership] = []
  var projects: [Redmine.Project] = []
  var fields: [Redmine.CustomField] = []
  var issues = RedmineTable<Redmine.Issue>()
  var journals = RedmineTable<Redmine.Journal>()
  var attachments = RedmineTable<Redmine.Attachment>()
  var relations = RedmineTable<Redmine.Relation>()
  var timeEntries = RedmineTable<Redmine.TimeEntry>()
  var setup = RedmineSetup()
  /// The bytes of files; there from the first one on.
  var warehouse: TemporaryFile?
  let links: RedmineLinkSettings
  let maximumUploadByteCount: Int
  let textFormatting: String
  /// The settings "Disallowed extensions" and "Disallowed email domains", in lower case, without a dot in front.
  var deniedExtensions: Set<String> = []
  var deniedMailDomains: Set<String> = []
  /// POST, PUT and DELETE received, refused ones included; by issue where the address names one.
  var writingRequestCount = 0
  var writingRequestCounts: [Int: Int] = [:]
  private var lastIDs: [String: Int] = [:]

  init(
    apiKey: String, links: RedmineLinkSettings = RedmineLinkSettings(), maximumUploadByteCount: Int,
    textFormatting: String = "textile"
  ) {
    self.links = links
    self.textFormatting = textFormatting
    self.maximumUploadByteCount = maximumUploadByteCount
    seed(apiKey: apiKey)
  }

  /// The next number of a table. Numbers are never given twice, as on PostgreSQL.
  mutating func nextID(_ table: String) -> Int {
    lastIDs[table, default: 0] += 1
    return lastIDs[table, default: 0]
  }

  /// Seconds, UTC: "2026-11-23T06:02:33Z".
  var now: String { Date().formatted(.iso8601) }

  /// The reference servers run in UTC, and so does this one.
  var today: String { String(now.prefix(10)) }

  func user(_ id: Int?) -> Redmine.User? { users.first { $0.id == id } }
  func field(_ id: Int) -> Redmine.CustomField? { fields.first { $0.id == id } }
  func role(_ id: Int) -> Redmine.Role? { roles.first { $0.id == id } }

  /// By number or identifier.
  func project(_ key: String) -> Redmine.Project? {
    projects.first { $0.identifier == key || String($0.id) == key }
  }

  func isClosed(_ issue: Redmine.Issue) -> Bool {
    Self.statuses.first { $0.id == issue.statusID }?.isClosed ?? false
  }

  func children(of id: Int) -> [Redmine.Issue] {
    issues.rows(.parent(id))
  }

  /// From the parent upwards.
  func ancestors(of issue: Redmine.Issue) -> [Redmine.Issue] {
    guard let parent = issue.parentID.flatMap({ issues[$0] }) else { return [] }
    return [parent] + ancestors(of: parent)
  }

  func descendants(of id: Int) -> [Redmine.Issue] {
    children(of: id).flatMap { [$0] + descendants(of: $0.id) }
  }
}
