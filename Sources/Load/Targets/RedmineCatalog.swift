import MigrationKit

/// What a Redmine server calls the things a migration needs, and who may do what there. Asked once, before the
/// first write; every later decision is taken from this value alone.
struct RedmineCatalog: Sendable, Equatable {
  struct Status: Sendable, Equatable {
    let id: Int
    let isClosed: Bool
  }

  struct User: Sendable, Equatable {
    let id: Int
    let login: String
    /// First and last name.
    var name = ""
    /// Empty where the server does not say.
    var email = ""
    let isActive: Bool
    /// May do everything in every project.
    let isAdmin: Bool
    /// Not active yet: to activate it sends its person a mail.
    var isRegistered = false
    /// Nobody has ever logged in with it.
    var isUnused = false
  }

  struct Role: Sendable, Equatable {
    let id: Int
    let permissions: Set<String>
    /// Issues may be assigned to its members.
    let isAssignable: Bool
  }

  /// What the roles of one member add up to.
  struct Member: Sendable, Equatable {
    /// By number; in any order.
    let roles: Set<Int>
    let permissions: Set<String>
    let isAssignable: Bool

    init(_ roles: [Role]) {
      self.roles = Set(roles.map(\.id))
      permissions = roles.reduce(into: []) { $0.formUnion($1.permissions) }
      isAssignable = roles.contains(where: \.isAssignable)
    }
  }

  struct Project: Sendable, Equatable {
    let id: Int
    /// RFC 3339; empty where the server does not say. With the number it tells a project from one of the same name
    /// on a server that was set up again.
    let created: String
    /// Neither closed nor archived.
    let isOpen: Bool
    /// "issue_tracking", "time_tracking", "wiki", …
    let modules: Set<String>
    let trackers: Set<Int>
    /// By the user's number.
    var members: [Int: Member]
    /// Whether a custom field, by its number, is there. Fields that are no filter are missing: nothing but an
    /// issue of the project would show them.
    let fields: [Int: Bool]
    /// New issues get these unless something else is asked for.
    var hasDefaultVersion = false
    var hasDefaultAssignee = false
  }

  /// The custom field that keeps the old id.
  struct Marker: Sendable, Equatable {
    enum Format: String, Sendable { case int, string }
    let field: Int
    let format: Format
  }

  /// The key's account.
  let account: User
  let trackers: [String: Int]
  let statuses: [String: Status]
  let priorities: [String: Int]
  let fields: [String: Field]
  /// What time can be spent on: the activities shared by all projects.
  let activities: [String: Int]
  let roles: [String: Role]
  /// Every project's name by its identifier.
  let titles: [String: String]
  /// The project that each project lies in, by their identifiers.
  var parents: [String: String] = [:]
  /// By identifier; only those that were asked for and exist.
  var projects: [String: Project]
  /// By lower-case login: Redmine takes logins in any case.
  var users: [String: User]
  /// Nil when there is no usable one; nothing can be loaded then.
  let marker: Marker?
  /// False when the account's language is another: the words of refusals would not be understood.
  let speaksEnglish: Bool
  let settings: RedmineSettings
}

extension RedmineCatalog {
  /// What tells this server from another at the same address.
  var instance: [String: String] {
    let traits = projects.map { ("project \($0.key)", "\($0.value.id) of \($0.value.created)") }
    let marker = marker.map { ("marker field", String($0.field)) }
    return Dictionary(traits + [marker].compactMap { $0 }) { first, _ in first }
  }

  func user(_ login: String?) -> User? { login.flatMap { users[$0.lowercased()] } }

  /// The user in whose name an issue may be created there; nil: the key's own account does it.
  func creator(_ person: Person, in project: String) -> User? {
    impersonated(person, in: project, needing: ["add_issues"])
  }

  /// The user in whose name an article may be written there. Without the right to set notes private, Redmine
  /// answers 204 and shows the note to everybody, so that right is asked for first. A private issue is surely seen by its
  /// author and its assignee only.
  func writer(of article: Article, in ticket: Ticket) -> User? {
    let login = article.author.login
    if ticket.isPrivate, login != ticket.author.login, login != ticket.owner?.login { return nil }
    return impersonated(
      article.author, in: ticket.queue,
      needing: article.isInternal ? ["add_issue_notes", "set_notes_private"] : ["add_issue_notes"])
  }

  /// The user to assign; nil when the server would answer "Assignee is invalid".
  func assignee(_ person: Person?, in project: String) -> User? {
    guard let user = user(person?.login), user.isActive,
      projects[project]?.members[user.id]?.isAssignable == true
    else { return nil }
    return user
  }

  /// Redmine quietly ignores whom it does not know or has locked.
  func watcher(_ login: String?) -> User? {
    user(login).flatMap { $0.isActive ? $0 : nil }
  }

  /// Logins by the number other answers name users with.
  var logins: [Int: String] {
    Dictionary(users.values.map { ($0.id, $0.login) }) { first, _ in first }
  }

  /// Identifiers by the number issues name their project with.
  var identifiers: [Int: String] {
    Dictionary(projects.map { ($0.value.id, $0.key) }) { first, _ in first }
  }

  /// By the field's number: stored value → what is shown, where they differ. Accounts are shown by their logins.
  var shownChoices: [Int: [String: String]] {
    let accounts = Dictionary(logins.map { (String($0.key), $0.value) }) { first, _ in first }
    let shown = fields.values.map { ($0.id, $0.format == "user" ? accounts : $0.shown) }
    return Dictionary(shown) { first, _ in first }.filter { !$0.value.isEmpty }
  }

  private func impersonated(_ person: Person, in project: String, needing rights: Set<String>) -> User? {
    guard let user = user(person.login), user.isActive, user.id != account.id else { return nil }
    if user.isAdmin { return user }
    let permissions = projects[project]?.members[user.id]?.permissions ?? []
    return permissions.isSuperset(of: rights) ? user : nil
  }
}
