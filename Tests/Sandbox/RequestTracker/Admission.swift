import Foundation
import Synchronization

extension RequestTracker {
  /// Decides who asks: by session cookie, token, or user and password, in RT's order.
  ///
  /// A class, because sessions are made while many threads ask.
  final class Admission: Sendable {
    static let cookieName = "RT_SID_rt.example.test.80"

    private let logins: [String: Login]
    private let password: String
    private let sessions = Mutex<[String: Login]>([:])

    /// - Parameters:
    ///   - logins: By token.
    ///   - password: What any login may use instead of its token, by HTTP Basic or in the log-in form.
    init(logins: [String: Login], password: String) {
      self.logins = logins
      self.password = password
    }

    func login(of request: WebRequest) -> Login? {
      session(of: request) ?? token(of: request).flatMap { logins[$0] }
        ?? request.basicCredentials.flatMap { login(user: $0.user, password: $0.password) }
    }

    /// The answer to someone unknown. Whoever looks like a browser is sent to the log-in page.
    func refusal(of request: WebRequest) -> WebResponse {
      let seemsBrowser = request.header("User-Agent")?.contains("Mozilla") == true
      guard seemsBrowser || request.header("Cookie") != nil else {
        return .json(["message": "Unauthorized"], status: 401)
      }
      return WebResponse(
        status: 302, headers: [("Location", "/"), ("Transfer-Encoding", "chunked")],
        body: Array("Login required".utf8))
    }

    /// A `Set-Cookie` for pages outside REST: the session that is there, or a new one.
    func cookie(for login: Login?, request: WebRequest) -> (name: String, value: String) {
      let known = session(of: request) == nil ? nil : sessionID(of: request)
      let id = known ?? UUID().uuidString.filter { $0 != "-" }.lowercased()
      if known == nil, let login { sessions.withLock { $0[id] = login } }
      return ("Set-Cookie", "\(Self.cookieName)=\(id); path=/; HttpOnly")
    }

    func login(user: String?, password: String?) -> Login? {
      guard password == self.password else { return nil }
      return logins.values.first { $0.name == user }
    }

    private func session(of request: WebRequest) -> Login? {
      sessionID(of: request).flatMap { id in sessions.withLock { $0[id] } }
    }

    private func sessionID(of request: WebRequest) -> String? {
      let cookies = request.header("Cookie")?.split(separator: ";") ?? []
      return cookies.map { $0.trimmingCharacters(in: .whitespaces) }
        .first { $0.hasPrefix(Self.cookieName + "=") }
        .map { String($0.dropFirst(Self.cookieName.count + 1)) }
    }

    private func token(of request: WebRequest) -> String? {
      let words = request.header("Authorization")?.split(separator: " ") ?? []
      if words.count == 2, words[0].lowercased() == "token" { return String(words[1]) }
      return request["token"]
    }
  }
}
