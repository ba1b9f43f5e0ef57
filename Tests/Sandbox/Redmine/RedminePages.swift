import MigrationKit

/// Pages with an editor, as people see them: what they show of the server's settings is all that is imitated.
extension RedmineState {
  /// With the form for news on it, hidden until it is wanted.
  func showNews(_ call: RedmineCall) -> WebResponse { editorPage("News") }

  /// A page that nobody has written is shown as the form to write it, to those who may.
  func showWikiPage(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard let project = project(call.parameters[0]) else { throw RedmineRefusal(.page(404)) }
    guard let user = call.user else {
      throw RedmineRefusal(WebResponse(status: 302, headers: [("Location", "\(call.origin)/login")]))
    }
    guard allows("edit_wiki_pages", user, in: project.id) else { throw RedmineRefusal(.page(404)) }
    return editorPage(call.parameters[1])
  }

  func showIssuePage(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard let issue = Int(call.parameters[0]).flatMap({ issues[$0] }), isVisible(issue, call.user) else {
      throw RedmineRefusal(.page(404))
    }
    return editorPage("#\(issue.id)")
  }

  /// With "none" as the formatting there is no toolbar.
  private func editorPage(_ title: String) -> WebResponse {
    let scripts = ["jstoolbar", textFormatting, "lang/jstoolbar-en"].map {
      "<script src=\"/javascripts/jstoolbar/\($0).js?1669909042\"></script>\n"
    }
    let page = """
      <!DOCTYPE html>
      <html lang="en">
      <head><title>\(title) - Redmine</title>
      \(textFormatting.isEmpty ? "" : scripts.joined())</head>
      <body>
      <textarea class="wiki-edit" name="text"></textarea>
      <input type="file" name="attachments[dummy][file]" data-max-file-size="\(maximumUploadByteCount)" />
      <div id="footer">Powered by Redmine &copy; 2006-2022 Jean-Philippe Lang</div>
      </body></html>

      """
    return WebResponse(
      status: 200, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(page.utf8))
  }
}
