import MigrationKit

/// What the user should know before loading, though nothing has to be fixed.
struct RedmineNotes {
  let catalog: RedmineCatalog
  let vocabulary: Vocabulary
  let marker: String
  /// The field for the date of creation.
  var created: String?
  /// By login, of those that were looked at.
  var habits: [String: RedmineHabits] = [:]

  var sentences: [String] {
    [mail, dates, internalFiles, watching] + settings + authors + unseenFields + requiredFields
  }

  private var mail: String {
    let mailed = habits.filter { $0.value.mail.map { $0 != "none" } ?? false }
    if habits.isEmpty || habits.count(where: { $0.value.mail != nil }) < habits.count {
      return
        "Redmine's API does not say whether it sends e-mail: before loading, make sure that \(Self.mailSettings), or that "
        + "every user's notifications are set to \"No events\""
    }
    if mailed.isEmpty {
      return
        "no e-mail will be sent: \(habits.count == 1 ? "the only account" : "all \(habits.count) accounts") that could be notified \(habits.count == 1 ? "has" : "have") notifications set to \"No events\""
    }
    let names = mailed.sorted { $0.key < $1.key }.map { "\($0.key) (\($0.value.mail ?? ""))" }
    return
      "Redmine will send e-mail to \(mailed.count) of the \(habits.count) accounts that could be notified, unless "
      + "\(Self.mailSettings): "
      + names.joined(separator: ", ")
  }

  private static let mailSettings =
    "every action in Administration, Settings, Email notifications is unticked (the API does not show these)"

  private var dates: String {
    let kept = created.map { "; those of tickets go into the field \"\($0)\" as well" } ?? ""
    return
      "Redmine's API cannot set the dates of tickets and messages: they are written into the texts\(kept)"
  }

  private var internalFiles: String {
    "files of internal comments are visible to everyone who can see the issue: Redmine has private notes, but no "
      + "private files"
  }

  private var watching: String {
    let key = catalog.account.login
    let others =
      "whoever writes may become a watcher of the issue by Redmine's preference \"Auto-watch: issues I contributed to\""
    switch habits[key]?.watchesOwnIssues {
    case nil: return "\(others), the key's account \"\(key)\" included"
    case false?: return "\(others); the key's account \"\(key)\" does not"
    case true?:
      return
        "\(others). The key's account \"\(key)\" would watch every issue that it writes to: untick that preference in "
        + "its My account before loading"
    }
  }

  private var settings: [String] {
    let settings = catalog.settings
    var sentences: [String] = []
    if let year = settings.year {
      sentences.append(
        "Redmine does not report its version; its pages look like a release of \(year). Tested with 5.0 (2022)"
      )
    }
    if settings.markup == nil {
      sentences.append(
        "no page that this login can see shows the text formatting: set target.markup to textile, markdown, common_mark "
          + "or plain, as Administration, Settings, General says")
    }
    if settings.largestFile == nil {
      sentences.append(
        "no page that this login can see shows the maximum attachment size: set target.largestFile (\"5 MB\") as "
          + "Administration, Settings, Files says")
    }
    return sentences
  }

  private var authors: [String] {
    let lost = vocabulary.authors.keys.sorted().compactMap { queue -> String? in
      guard let project = catalog.projects[queue] else { return nil }
      let logins = (vocabulary.authors[queue] ?? [:]).keys.filter { !mayWrite($0, in: project) }.sorted()
      guard !logins.isEmpty else { return nil }
      return
        "in the project \"\(queue)\" \(logins.count) \(logins.count == 1 ? "login" : "logins") may not write, "
        + "so their names go into the texts and \"\(catalog.account.login)\" is the author; make them members to "
        + "change that: \(logins.joined(separator: ", "))"
    }
    return lost + privateWriters
  }

  private var privateWriters: [String] {
    let logins = vocabulary.authors.flatMap { queue, logins in
      logins.keys.filter { login in
        guard let project = catalog.projects[queue], mayWrite(login, in: project) else { return false }
        return !may("set_notes_private", login, project)
      }
    }
    guard !logins.isEmpty else { return [] }
    return [
      "internal comments of these logins are written by \"\(catalog.account.login)\", since their roles lack \"Set "
        + "notes as private\": \(Set(logins).sorted().joined(separator: ", "))"
    ]
  }

  private func mayWrite(_ login: String, in project: RedmineCatalog.Project) -> Bool {
    may("add_issues", login, project) && may("add_issue_notes", login, project)
  }

  private func may(_ right: String, _ login: String, _ project: RedmineCatalog.Project) -> Bool {
    guard let user = catalog.user(login), user.isActive else { return false }
    return user.isAdmin || project.members[user.id]?.permissions.contains(right) == true
  }

  private var unseenFields: [String] {
    let names = vocabulary.fields.keys.filter { catalog.fields[$0]?.isFilter == false }.sorted()
    guard !names.isEmpty else { return [] }
    return [
      "whether these fields are enabled in the projects can only be seen after loading, because they are not \"Used "
        + "as a filter\": \(names.joined(separator: ", "))"
    ]
  }

  private var requiredFields: [String] {
    let names = catalog.fields.filter {
      $0.value.isRequired && $0.key != marker && $0.key != created && vocabulary.fields[$0.key] == nil
    }.keys.sorted()
    guard !names.isEmpty else { return [] }
    return [
      "tickets without these required fields are refused where the field is enabled: "
        + names.joined(separator: ", ")
    ]
  }
}
