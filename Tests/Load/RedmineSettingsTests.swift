import MigrationKit
import Sandbox
import Synchronization
import Testing

@testable import Load

@Suite struct RedmineSettingsTests {
  /// A page of the imitation, with another formatting.
  private static func page(_ formatting: String, limit: Int = 5 << 20) -> String {
    let redmine = RedmineImitation(apiKey: "k", maximumUploadByteCount: limit, textFormatting: formatting)
    let request = WebRequest(method: "GET", path: "/news", query: [], headers: [], body: [])
    return String(decoding: redmine.respond(to: request).body, as: UTF8.self)
  }

  @Test(arguments: [
    ("textile", MarkupLanguage.textile), ("markdown", .markdown), ("common_mark", .commonMark), ("", .plain),
    ("ckeditor", nil),
  ])
  func `the scripts of a page's editor name the formatting`(formatting: String, markup: MarkupLanguage?) {
    let settings = RedmineSettings(page: Self.page(formatting, limit: 777))
    #expect(settings == RedmineSettings(markup: markup, largestFile: 777, year: 2022))
  }

  /// Later versions put a digest into the names of scripts.
  @Test func `a script's name may go on`() {
    let page = #"<script src="/assets/jstoolbar/common_mark-1f2e.js"></script><textarea class="wiki-edit">"#
    #expect(RedmineSettings(page: page).markup == .commonMark)
  }

  /// As 5.0.4 writes them; `&` may be escaped.
  @Test(arguments: [
    ("scope=all", "scope=system", true, SubtaskReach.system), ("", "scope=tree", false, .tree),
    ("", "scope=", false, .sameQueue), ("scope=all", "scope=descendants", true, .descendants),
    ("", "scope=hierarchy", false, .hierarchy),
  ])
  func `an issue's page tells where relations and parents may lead`(
    relations: String, subtasks: String, relates: Bool, reach: SubtaskReach
  ) {
    for separator in ["&", "&amp;"] {
      let address = "/issues/auto_complete?issue_id=19&project_id=support"
      let page = """
        "issues":"/issues/auto_complete?project_id=support\\u0026q="
        multipleAutocompleteField('relation_issue_to_id', '\([address, relations].filter { !$0.isEmpty }.joined(separator: "&"))')
        observeAutocompleteField('issue_parent_issue_id', '\(address)&\(subtasks)&status=o')
        """.replacing("&", with: separator)
      let settings = RedmineSettings(page: page)
      #expect(settings.relatesProjects == relates && settings.subtaskReach == reach)
    }
  }

  @Test(arguments: ["", "<html>Please log in</html>", "class=\"wiki\" jstoolbar/textile.js"])
  func `a page without an editor says nothing of the formatting`(page: String) {
    #expect(RedmineSettings(page: page) == RedmineSettings())
  }

  @Test(arguments: [
    // Nothing is asked that is not needed; only an issue's page tells of links.
    (["/news": 200], ["/news", "/issues.json", "/issues/7"]),
    (
      ["/projects/a/wiki/Ticketferry_looks_for_the_editor": 200],
      ["/news", "/projects/a/wiki/*", "/issues.json", "/issues/7"]
    ),
    (["/issues/7": 200], ["/news", "/projects/a/wiki/*", "/projects/b/wiki/*", "/issues.json", "/issues/7"]),
    ([:], ["/news", "/projects/a/wiki/*", "/projects/b/wiki/*", "/issues.json", "/issues/7"]),
  ])
  func `one page after the other is looked at until all is known`(
    pages: [String: Int], asked: [String]
  ) async throws {
    let requests = Mutex<[String]>([])
    let probe = RedmineSettingsProbe(projects: ["a", "b"]) { request in
      requests.withLock { $0.append(request.path.replacing("Ticketferry_looks_for_the_editor", with: "*")) }
      if request.path == "/issues.json" {
        return HTTPResponse(status: 200, body: Array(#"{"issues":[{"id":7}]}"#.utf8))
      }
      if request.path == "/news", pages["/news"] == nil { throw RequestError.redirected(to: "/login") }
      return HTTPResponse(status: pages[request.path] ?? 404, body: Array(Self.page("markdown").utf8))
    }
    let settings = try await probe.settings()
    #expect(requests.withLock { $0 } == asked)
    #expect(settings.markup == (pages.isEmpty ? nil : .markdown))
  }

  @Test func `a server that does not answer is a fault, not a page without an editor`() async {
    let probe = RedmineSettingsProbe(projects: []) { _ in throw RequestError.outage("down") }
    await #expect(throws: RequestError.outage("down")) { try await probe.settings() }
  }
}
