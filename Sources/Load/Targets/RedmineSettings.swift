import MigrationKit

/// What of its settings a Redmine server lets be seen, though its API shows none of them.
///
/// A page with an editor loads `jstoolbar/FORMATTING.js`, named by the setting "Text formatting" (none of these for
/// "none"), and its file input carries the setting "Maximum attachment size" in bytes. An issue's page looks for other
/// issues in as many projects as relations and subtasks may lead to. Read against 5.0.4
/// (`wiki_formatting/*/helper.rb`, `attachments/_form.html.erb`, `issue_relations/_form.html.erb`,
/// `issues/_attributes.html.erb`) and tried on it.
struct RedmineSettings: Sendable, Equatable {
  var markup: MarkupLanguage?
  /// In bytes.
  var largestFile: Int?
  /// The last year of the copyright in the page's foot: that of the release. The version itself only the pages of
  /// the administration say, which take no key.
  var year: Int?
  /// "Allow cross-project issue relations".
  var relatesProjects: Bool?
  /// "Allow cross-project subtasks".
  var subtaskReach: SubtaskReach?

  var knowsEditor: Bool { markup != nil && largestFile != nil }
  /// Only pages of issues show it.
  var knowsLinks: Bool { relatesProjects != nil && subtaskReach != nil }
}

extension RedmineSettings {
  /// What one page shows.
  init(page: String) {
    largestFile = Self.number(after: "data-max-file-size=\"", in: page)
    year = Self.number(after: "&copy; 2006-", in: page)
    readScopes(in: page)
    guard page.contains("class=\"wiki-edit\"") else { return }
    let toolbar = "jstoolbar/"
    markup =
      page.contains(toolbar)
      ? MarkupLanguage.allCases.first { language in
        [".", "-"].contains { page.contains(toolbar + language.rawValue + $0) }
      } : .plain
  }

  /// Keeps what is known already.
  mutating func add(_ other: RedmineSettings) {
    markup = markup ?? other.markup
    largestFile = largestFile ?? other.largestFile
    year = year ?? other.year
    relatesProjects = relatesProjects ?? other.relatesProjects
    subtaskReach = subtaskReach ?? other.subtaskReach
  }

  /// Of both addresses that name the issue, the one that asks for a status looks for parents.
  private mutating func readScopes(in page: String) {
    for place in page.ranges(of: "/issues/auto_complete?") {
      let query = page[place.upperBound...].prefix { $0 != "'" && $0 != "\"" }
        .split(separator: "&").map { $0.replacing("amp;", with: "") }
      guard query.contains(where: { $0.hasPrefix("issue_id=") }) else { continue }
      let scope = query.first { $0.hasPrefix("scope=") }?.dropFirst("scope=".count) ?? ""
      if query.contains(where: { $0.hasPrefix("status=") }) {
        subtaskReach = scope.isEmpty ? SubtaskReach.sameQueue : SubtaskReach(rawValue: String(scope))
      } else {
        relatesProjects = scope == "all"
      }
    }
  }

  private static func number(after words: String, in page: String) -> Int? {
    page.firstRange(of: words).flatMap { Int(page[$0.upperBound...].prefix(while: \.isNumber)) }
  }
}

/// Looks at pages that hold an editor until everything is known. Redmine takes the key for a page wherever it takes
/// it for the same address with `.json`.
struct RedmineSettingsProbe: Sendable {
  let projects: [String]
  let send: RedmineTarget.Send

  /// A wiki page nobody has written is shown as the form to write it; looking does not make it.
  private static let unwrittenPage = "Ticketferry_looks_for_the_editor"
  private static let mostProjects = 5
  /// Some issues lack the field for a parent, or are closed to all changes.
  private static let mostIssues = 3

  func settings() async throws -> RedmineSettings {
    var settings = RedmineSettings()
    for path in ["/news"] + projects.prefix(Self.mostProjects).map(wikiPage) where !settings.knowsEditor {
      settings.add(try await look(at: path))
    }
    for path in try await issues() where !settings.knowsEditor || !settings.knowsLinks {
      settings.add(try await look(at: path))
    }
    return settings
  }

  private func wikiPage(in project: String) -> String {
    "/projects/\(percentEncoded(project))/wiki/\(Self.unwrittenPage)"
  }

  private func issues() async throws -> [String] {
    let response = try await send(
      HTTPRequest(.get, "/issues.json", query: [("status_id", "*"), ("limit", String(Self.mostIssues))]))
    guard response.status == 200 else { return [] }
    return try response.json().list("issues") { "/issues/\(try $0.int("id"))" }
  }

  /// Pages may be closed to programs where the API is not, by a single sign-on for instance: then nothing is known.
  private func look(at path: String) async throws -> RedmineSettings {
    do {
      let response = try await send(HTTPRequest(.get, path))
      guard response.status == 200 else { return RedmineSettings() }
      return RedmineSettings(page: String(decoding: response.body, as: UTF8.self))
    } catch RequestError.redirected, RequestError.forbidden, RequestError.unauthorized {
      return RedmineSettings()
    }
  }
}
