import MigrationKit

/// What of its settings a Redmine server lets be seen, though its API tells none of them.
///
/// A page with an editor loads `jstoolbar/FORMATTING.js`, named by the setting "Text formatting" (none of these for
/// "none"), and its file input carries the setting "Maximum attachment size" in bytes. Read against 5.0.4
/// (`wiki_formatting/*/helper.rb`, `attachments/_form.html.erb`) and tried on it.
struct RedmineSettings: Sendable, Equatable {
  var markup: MarkupLanguage?
  /// In bytes.
  var largestFile: Int?
  /// The last year of the copyright in the page's foot: that of the release. The version itself only the pages of
  /// the administration say, which take no key.
  var year: Int?

  var isComplete: Bool { markup != nil && largestFile != nil }
}

extension RedmineSettings {
  /// What one page shows.
  init(page: String) {
    largestFile = Self.number(after: "data-max-file-size=\"", in: page)
    year = Self.number(after: "&copy; 2006-", in: page)
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

  func settings() async throws -> RedmineSettings {
    var settings = RedmineSettings()
    for path in ["/news"] + projects.prefix(Self.mostProjects).map(wikiPage) where !settings.isComplete {
      settings.add(try await look(at: path))
    }
    if !settings.isComplete, let issue = try await anyIssue() { settings.add(try await look(at: issue)) }
    return settings
  }

  private func wikiPage(in project: String) -> String {
    "/projects/\(percentEncoded(project))/wiki/\(Self.unwrittenPage)"
  }

  private func anyIssue() async throws -> String? {
    let response = try await send(
      HTTPRequest(.get, "/issues.json", query: [("status_id", "*"), ("limit", "1")]))
    guard response.status == 200 else { return nil }
    return try response.json()["issues"]?.elements.first?["id"]?.int.map { "/issues/\($0)" }
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
