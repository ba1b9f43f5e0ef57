import MigrationKit

/// Imitates the parts of Request Tracker 5.0.3 that a migration reads: REST2 and the pages that give attachments.
///
/// What it holds is invented and never changes. Everything it answers was compared with a running RT; the
/// conformance tests repeat the comparison.
package struct RequestTrackerImitation: WebApplication {
  /// What HTTP Basic and the log-in form take, for users "root" and "limited".
  package static let password = "sandbox-password"

  private let archive: RequestTracker.Archive
  private let admission: RequestTracker.Admission

  /// - Parameters:
  ///   - token: Sees everything. `<token>-limited` belongs to a user who sees one queue, and no comments.
  ///   - crowd: Tickets to invent in place of the seed's.
  package init(token: String, crowd: TicketCrowd? = nil) {
    self.init(token: token, archive: crowd.map(RequestTracker.Archive.crowd) ?? RequestTracker.Archive.seed)
  }

  init(token: String, archive: RequestTracker.Archive) {
    self.archive = archive
    let support = archive.queue("Support").map { [$0.id] } ?? []
    admission = RequestTracker.Admission(
      logins: [
        token: RequestTracker.Login(name: "root", seesEverything: true, queues: []),
        token + "-limited": RequestTracker.Login(
          name: "limited", seesEverything: false, queues: Set(support)),
      ], password: Self.password)
  }

  package func respond(to request: WebRequest) -> WebResponse {
    let path = request.path.split(separator: "/").map { percentDecoded($0) }
    if path.starts(with: ["REST", "2.0"]) { return restAnswer(to: request, path: Array(path.dropFirst(2))) }
    return pageAnswer(to: request, path: path)
  }

  private func restAnswer(to request: WebRequest, path: [String]) -> WebResponse {
    guard let login = admission.login(of: request) else { return admission.refusal(of: request) }
    let form = request.isForm ? formPairs(String(decoding: request.body, as: UTF8.self)) : []
    let listing = RequestTracker.Listing(
      archive: archive, login: login, request: request, parameters: request.query + form)
    do {
      return try RequestTracker.Rest(archive: archive, login: login, request: request, listing: listing)
        .answer(to: path)
    } catch let error as RequestTracker.SearchError {
      return .json(["message": .string(error.message)], status: 400)
    } catch let refusal as RequestTracker.Refusal {
      return .json(["message": .string(reasonPhrase(refusal.status))], status: refusal.status)
    } catch {
      return WebResponse(status: 500, headers: [("Content-Type", "application/json; charset=\"utf-8\"")])
    }
  }
}

// MARK: Pages outside REST

extension RequestTrackerImitation {
  private func pageAnswer(to request: WebRequest, path: [String]) -> WebResponse {
    if path == ["NoAuth", "Login.html"] { return loginForm(request) }
    guard let login = admission.login(of: request) else { return toLoginPage(request) }
    guard path.count >= 4, path[0] == "Ticket", path[1] == "Attachment" else {
      return page(
        "RT at a glance", status: path.isEmpty ? 200 : 404, login: login, request: request)
    }
    return rawAttachment(transaction: path[2], id: path[3], login: login, request: request)
  }

  /// `GET /Ticket/Attachment/<transaction>/<attachment>/<any name>`: the bytes, chunked, without their length.
  private func rawAttachment(
    transaction: String, id: String, login: RequestTracker.Login, request: WebRequest
  ) -> WebResponse {
    guard let attachment = Int(id).flatMap(archive.shelf.attachment),
      String(attachment.transaction) == transaction,
      attachment.isVisible(to: login, in: archive)
    else { return page("RT Error", status: 404, login: login, request: request) }
    var response = WebResponse(
      status: 200,
      headers: [
        ("Content-Type", attachment.rawType), ("X-content-type-options", "nosniff"),
        admission.cookie(for: login, request: request), ("Transfer-Encoding", "chunked"),
      ])
    response.stream = attachment.longStream
    if response.stream == nil { response.body = attachment.rawBytes(in: archive) }
    return response
  }

  /// Says 200 in any case; whether it was right shows in what the cookie opens.
  private func loginForm(_ request: WebRequest) -> WebResponse {
    let fields = formPairs(String(decoding: request.body, as: UTF8.self))
    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    let login = request.method == "POST" ? admission.login(user: field("user"), password: field("pass")) : nil
    return page(
      "\(login == nil ? "Login" : "RT at a glance")", status: 200, login: login,
      request: request)
  }

  private func toLoginPage(_ request: WebRequest) -> WebResponse {
    WebResponse(
      status: 302,
      headers: [
        ("Location", RequestTracker.webBase + "/NoAuth/Login.html?next=cceb39e53341a12ca0da99876f50f648"),
        admission.cookie(for: nil, request: request), ("Transfer-Encoding", "chunked"),
      ])
  }

  private func page(
    _ title: String, status: Int, login: RequestTracker.Login?, request: WebRequest
  ) -> WebResponse {
    let text = """
      <!DOCTYPE html>
      <html lang="en"><head><title>\(title)</title>
      <script>
      window.RT = {};
      RT.CurrentUser = \(scriptedUser(login).text);
      </script>
      </head></html>

      """
    return WebResponse(
      status: status,
      headers: [
        ("Content-Type", "text/html; charset=utf-8"), admission.cookie(for: login, request: request),
        ("Transfer-Encoding", "chunked"),
      ], body: Array(text.utf8))
  }

  /// Whom a page's scripts take the visitor for; nobody is an empty object.
  private func scriptedUser(_ login: RequestTracker.Login?) -> JSONValue {
    guard let user = login.flatMap({ archive.user($0.name) }) else { return .object([]) }
    return [
      "id": .int(user.id), "Name": .string(user.name), "RealName": .string(user.realName),
      "EmailAddress": .string(user.emailAddress), "Privileged": .bool(user.isPrivileged),
    ]
  }
}

extension WebRequest {
  fileprivate var isForm: Bool {
    header("Content-Type")?.hasPrefix("application/x-www-form-urlencoded") == true
  }
}
