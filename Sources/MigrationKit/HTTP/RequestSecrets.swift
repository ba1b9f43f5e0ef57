import Foundation

/// What one request is sent with and no message may repeat. Looking for it costs more than the whole request, and few
/// answers need it: so it is only kept here, and made into a redactor by whoever has something to show.
struct RequestSecrets: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  private let credential: Credential?
  private let headers: [HTTPHeader]
  /// An address that a server has given out, with what makes it work in its query.
  private var givenAddress: String?

  init(_ credential: Credential? = nil, _ headers: [HTTPHeader] = []) {
    self.credential = credential
    self.headers = headers
  }

  func adding(givenAddress: String) -> RequestSecrets {
    var secrets = self
    secrets.givenAddress = givenAddress
    return secrets
  }

  var redactor: Redactor {
    let values = headers.filter { $0.isNamed("Cookie") || $0.isNamed("Authorization") }.flatMap(\.secretParts)
    let query = givenAddress.map { $0.drop { $0 != "?" }.split { "?&=".contains($0) }.map(String.init) } ?? []
    return Redactor((credential?.secrets ?? []) + values + query.filter { $0.count >= 8 })
  }

  var description: String { "••••" }
  var customMirror: Mirror { Mirror(self, children: []) }
}

extension HTTPHeader {
  /// "RT_SID=0123456789abcdef" and "token 0123456789abcdef" must not be known by their secret part either.
  var secretParts: [String] {
    [value] + value.split { ";= ".contains($0) }.map(String.init).filter { $0.count >= 8 }
  }
}

extension Credential {
  /// Nothing yet, where it is shown by a log-in.
  var proof: Proof {
    switch self {
    case .header(let name, let prefix, let secret): Proof([HTTPHeader(name, prefix + secret.reveal())])
    case .basic(let user, let password):
      Proof([HTTPHeader("Authorization", "Basic " + basicToken(user, password))])
    case .session: .none
    }
  }

  fileprivate var secrets: [String] {
    switch self {
    case .header(_, _, let secret): [secret.reveal()]
    case .basic(let user, let password): [basicToken(user, password), password.reveal()]
    case .session(let session): session.secrets
    }
  }
}

private func basicToken(_ user: String, _ password: Secret) -> String {
  Data("\(user):\(password.reveal())".utf8).base64EncodedString()
}
