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
    return editorPage("#\(issue.id)", linkForms(of: issue))
  }

  /// Of the account that the request acts as: nobody here is mailed, and whoever writes watches.
  func showPreferences(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard call.user != nil else {
      throw RedmineRefusal(WebResponse(status: 302, headers: [("Location", "\(call.origin)/login")]))
    }
    return page(
      "My account",
      """
      <select name="user[mail_notification]" id="user_mail_notification"><option value="all">All</option>
      <option selected="selected" value="none">No events</option></select>
      <input type="checkbox" value="issue_contributed_to" checked="checked" name="pref[auto_watch_on][]" />
      """)
  }

  /// With "none" as the formatting there is no toolbar.
  private func editorPage(_ title: String, _ forms: String = "") -> WebResponse {
    let scripts = ["jstoolbar", textFormatting, "lang/jstoolbar-en"].map {
      "<script src=\"/javascripts/jstoolbar/\($0).js?1669909042\"></script>\n"
    }
    return page(
      title,
      """
      <textarea class="wiki-edit" name="text"></textarea>
      <input type="file" name="attachments[dummy][file]" data-max-file-size="\(maximumUploadByteCount)" />
      \(forms)
      """, head: textFormatting.isEmpty ? "" : scripts.joined())
  }

  /// Where the fields for a relation and for a parent look for other issues.
  private func linkForms(of issue: Redmine.Issue) -> String {
    let project = projects.first { $0.id == issue.projectID }?.identifier ?? ""
    let address = "/issues/auto_complete?issue_id=\(issue.id)&project_id=\(project)"
    let status = isClosed(issue) ? "c" : "o"
    return """
      <script>
      multipleAutocompleteField('relation_issue_to_id', '\(address)\(links.relates ? "&scope=all" : "")')
      observeAutocompleteField('issue_parent_issue_id', '\(address)&scope=\(links.subtasks.rawValue)&status=\(status)')
      </script>
      """
  }

  private func page(_ title: String, _ body: String, head: String = "") -> WebResponse {
    let page = """
      <!DOCTYPE html>
      <html lang="en">
      <head><title>\(title) - Redmine</title>
      \(head)</head>
      <body>
      \(body)
      <div id="footer">Powered by Redmine &copy; 2006-2022 Jean-Philippe Lang</div>
      </body></html>

      """
    return WebResponse(
      status: 200, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(page.utf8))
  }
}
