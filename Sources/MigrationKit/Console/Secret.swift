/// A password, token or cookie. It prints as dots; only `reveal()` gives it away. The client calls that for its
/// headers, and those who log in for their form and their `Cookie`.
package struct Secret: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let value: String

  package init(_ value: String) {
    self.value = value
  }

  package func reveal() -> String { value }
  package var description: String { "••••" }
  package var debugDescription: String { description }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

/// How a client proves who it is.
package enum Credential: Sendable, Equatable {
  /// A header with the secret behind a fixed beginning: `Authorization: token …`, `X-Redmine-API-Key: …`.
  case header(name: String, prefix: String, Secret)
  case basic(user: String, Secret)
  /// By what the server gives out at a log-in.
  case session(LoginSession)
}
