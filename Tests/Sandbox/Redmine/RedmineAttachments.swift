import Foundation
import MigrationKit

/// Files that are there: their description, their bytes, and their removal.
extension RedmineState {
  func attachments(of issue: Redmine.Issue, _ call: RedmineCall) -> JSONValue {
    .array(attachments.rows(.issue(issue.id)).map { json($0, call) })
  }

  func showAttachment(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    .answer(["attachment": json(try attachment(call), call)])
  }

  /// By number, with the right name behind it or none.
  func download(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard call.user != nil else { throw RedmineRefusal(logInPage(call)) }
    guard let id = Int(call.parameters[0]), let file = attachments[id],
      call.parameters.count < 2 || call.parameters[1] == file.fileName
    else { throw RedmineRefusal(.page(404)) }
    _ = try attachment(call)
    let name = percentEncoded(file.fileName)
    var response = WebResponse(
      status: 200,
      headers: [
        ("Content-Type", file.contentType ?? "application/octet-stream"),
        ("Content-Disposition", "attachment; filename=\"\(name)\"; filename*=UTF-8''\(name)"),
      ])
    response.stream = file.content.stream
    return response
  }

  /// Downloads are pages, not API: a stranger is sent to the log-in page.
  private func logInPage(_ call: RedmineCall) -> WebResponse {
    let target = "\(call.origin)/login?back_url=" + percentEncoded(call.origin + call.request.path)
    return WebResponse(
      status: 302, headers: [("Content-Type", "text/html; charset=utf-8"), ("Location", target)])
  }

  mutating func deleteAttachment(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    // The right to edit is enough: not even the issue has to be visible.
    guard let file = attachments[try call.number()] else { throw .notFound }
    if let issue = file.issueID.flatMap({ issues[$0] }), let user = call.user {
      try demand(isEditable(issue, user), call)
      let detail = Redmine.Detail(property: "attachment", name: String(file.id), old: file.fileName, new: nil)
      note(detail, on: issue.id, by: user)
    } else {
      try demand(file.authorID == call.user?.id, call)
    }
    attachments[file.id] = nil
    return .done
  }

  /// One that hangs on nothing yet belongs to whoever sent it.
  private func attachment(_ call: RedmineCall) throws(RedmineRefusal) -> Redmine.Attachment {
    guard let file = attachments[try call.number()] else { throw .notFound }
    let issue = file.issueID.flatMap { issues[$0] }
    let isMine = file.authorID == call.user?.id
    try demand(issue.map { isVisible($0, call.user) } ?? isMine, call)
    return file
  }

  private func json(_ file: Redmine.Attachment, _ call: RedmineCall) -> JSONValue {
    let isImage = file.contentType?.hasPrefix("image/") == true
    let address = "\(call.origin)/attachments/download/\(file.id)/\(percentEncoded(file.fileName))"
    return .members([
      "id": .int(file.id), "filename": .string(file.fileName), "filesize": .int(file.content.count),
      "content_type": .optional(file.contentType), "description": .optional(file.description),
      "content_url": .string(address),
      "thumbnail_url": isImage ? .string("\(call.origin)/attachments/thumbnail/\(file.id)") : .none,
      "author": .reference(file.authorID, user(file.authorID)?.name ?? ""),
      "created_on": .string(file.createdOn),
    ])
  }
}
