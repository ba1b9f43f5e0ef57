/// The beginning: what the reference server holds after its default data and its set-up script, same numbers.
extension RedmineState {
  static let statuses = [
    Redmine.Status(id: 1, name: "New", isClosed: false),
    Redmine.Status(id: 2, name: "In Progress", isClosed: false),
    Redmine.Status(id: 3, name: "Resolved", isClosed: false),
    Redmine.Status(id: 4, name: "Feedback", isClosed: false),
    Redmine.Status(id: 5, name: "Closed", isClosed: true),
    Redmine.Status(id: 6, name: "Rejected", isClosed: true),
  ]
  static let trackers = named(["Bug", "Feature", "Support"])
  static let priorities = named(["Low", "Normal", "High", "Urgent", "Immediate"])
  static let defaultPriorityID = 2
  static let activities = [Redmine.Named(id: 8, name: "Design"), Redmine.Named(id: 9, name: "Development")]
  static let managerID = 3
  static let developerID = 4
  static let reporterID = 5

  private static func named(_ names: [String]) -> [Redmine.Named] {
    names.enumerated().map { Redmine.Named(id: $0.offset + 1, name: $0.element) }
  }

  mutating func seed(apiKey: String) {
    seedRoles()
    seedFields()
    projects = [
      Redmine.Project(
        id: nextID("projects"), identifier: "support", name: "Support",
        categories: [Redmine.Named(id: nextID("categories"), name: "Network")]),
      Redmine.Project(id: nextID("projects"), identifier: "sales", name: "Sales"),
      Redmine.Project(id: nextID("projects"), identifier: "strict", name: "Strict"),
    ]
    addUser("admin", "Redmine", "Admin", mail: "admin@example.net", apiKey: apiKey, isAdmin: true)
    // Redmine keeps its three built-in groups in the same table.
    while nextID("users") < 4 {}
    for (login, first, last, roleID) in [
      ("anna", "Anna", "Åkesson", Self.developerID), ("boris", "Boris", "Čapek", Self.developerID),
      ("reporter", "Rita", "Reporter", Self.reporterID),
    ] {
      let key = String(sha256Hexadecimal(Array("\(apiKey) \(login)".utf8)).prefix(40))
      let user = addUser(login, first, last, mail: "\(login)@staff.example.test", apiKey: key)
      memberships.append(
        Redmine.Membership(id: nextID("members"), projectID: 1, userID: user.id, roleIDs: [roleID]))
    }
    for (projectID, userID) in [(2, 5), (2, 6), (3, 5), (3, 6)] {
      memberships.append(
        Redmine.Membership(
          id: nextID("members"), projectID: projectID, userID: userID, roleIDs: [Self.developerID]))
    }
  }

  @discardableResult
  mutating func addUser(
    _ login: String, _ firstName: String, _ lastName: String, mail: String, apiKey: String,
    isAdmin: Bool = false, status: Int = 1
  ) -> Redmine.User {
    let user = Redmine.User(
      id: nextID("users"), login: login, firstName: firstName, lastName: lastName, mail: mail,
      isAdmin: isAdmin, apiKey: apiKey, status: status, createdOn: now)
    users.append(user)
    return user
  }

  private mutating func seedFields() {
    let categories = ["Hardware", "Software", "Network", "Billing", "Öffentlichkeit"]
    fields = [
      Redmine.CustomField(id: 1, name: "RT ticket", format: "int"),
      Redmine.CustomField(id: 2, name: "RT key", format: "string", isSearchable: true),
      Redmine.CustomField(id: 3, name: "RT link", format: "link"),
      Redmine.CustomField(id: 4, name: "Category", format: "list", possibleValues: categories),
      Redmine.CustomField(
        id: 5, name: "Affected versions", format: "list", isMultiple: true,
        possibleValues: ["1.2", "2.0-β", "3.0"]),
      Redmine.CustomField(id: 6, name: "Kundennummer", format: "string"),
      Redmine.CustomField(id: 7, name: "Promised on", format: "date"),
      Redmine.CustomField(id: 8, name: "Called at", format: "string"),
      Redmine.CustomField(id: 9, name: "Root cause", format: "text", isFilter: false),
      Redmine.CustomField(id: 10, name: "Requestors", format: "string"),
      Redmine.CustomField(id: 11, name: "Answered", format: "bool"),
      Redmine.CustomField(id: 12, name: "Weight", format: "float"),
      Redmine.CustomField(id: 13, name: "Contact", format: "user"),
      Redmine.CustomField(
        id: 14, name: "Rooms", format: "enumeration", isMultiple: true, possibleValues: ["Attic", "Cellar"]),
      Redmine.CustomField(
        id: 15, name: "Short code", format: "string", shortest: 2, longest: 4, pattern: "^[A-Z]+$"),
      Redmine.CustomField(id: 16, name: "Severity", format: "list", possibleValues: ["Low", "High"]),
      Redmine.CustomField(
        id: 17, name: "Sites", format: "list", isMultiple: true, possibleValues: ["North", "South"]),
    ]
  }

  private mutating func seedRoles() {
    roles = [
      Redmine.Role(
        id: Self.managerID, name: "Manager", issuesVisibility: "all", permissions: words(managerPermissions)),
      Redmine.Role(
        id: Self.developerID, name: "Developer", issuesVisibility: "default",
        permissions: words(developerPermissions)),
      Redmine.Role(
        id: Self.reporterID, name: "Reporter", issuesVisibility: "default",
        permissions: words(reporterPermissions)),
    ]
  }
}

private func words(_ text: String) -> [String] { text.split(whereSeparator: \.isWhitespace).map(String.init) }

private let managerPermissions = """
  add_project edit_project close_project delete_project select_project_modules manage_members
  manage_versions add_subprojects manage_public_queries save_queries view_issues add_issues edit_issues
  edit_own_issues copy_issues manage_issue_relations manage_subtasks set_issues_private
  set_own_issues_private add_issue_notes edit_issue_notes edit_own_issue_notes view_private_notes
  set_notes_private delete_issues view_issue_watchers add_issue_watchers delete_issue_watchers import_issues
  manage_categories view_time_entries log_time edit_time_entries edit_own_time_entries
  manage_project_activities log_time_for_other_users import_time_entries view_news manage_news comment_news
  view_documents add_documents edit_documents delete_documents view_files manage_files view_wiki_pages
  view_wiki_edits export_wiki_pages edit_wiki_pages rename_wiki_pages delete_wiki_pages
  delete_wiki_pages_attachments view_wiki_page_watchers add_wiki_page_watchers delete_wiki_page_watchers
  protect_wiki_pages manage_wiki view_changesets browse_repository commit_access manage_related_issues
  manage_repository view_messages add_messages edit_messages edit_own_messages delete_messages
  delete_own_messages view_message_watchers add_message_watchers delete_message_watchers manage_boards
  view_calendar view_gantt
  """

private let developerPermissions = """
  manage_versions manage_categories view_issues add_issues edit_issues view_private_notes set_notes_private
  manage_issue_relations manage_subtasks add_issue_notes save_queries view_gantt view_calendar log_time
  view_time_entries view_news comment_news view_documents view_wiki_pages view_wiki_edits edit_wiki_pages
  delete_wiki_pages view_messages add_messages edit_own_messages view_files manage_files browse_repository
  view_changesets commit_access manage_related_issues
  """

private let reporterPermissions = """
  view_issues add_issues add_issue_notes save_queries view_gantt view_calendar log_time view_time_entries
  view_news comment_news view_documents view_wiki_pages view_wiki_edits view_messages add_messages
  edit_own_messages view_files browse_repository view_changesets
  """
