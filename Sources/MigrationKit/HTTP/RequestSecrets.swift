import Foundation

/// What one request is sent with and no message may repeat. Looking for it costs more than the whole request, and few
/// answers need it: so it is only kept here, and made into a redactor by whoever has something to show.
struct RequestSecrets: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  private let credential: Credential?
  private let headers: [HTTPHeader]

  init(_ credential: Credential? = nil, _ headers: [HTTPHeader] = []) {
    self.credential = credential
    self.headers = headers
  }

  var redactor: Redactor {
    let values = headers.filter { $0.isNamed("Cookie") || $0.isNamed("Authorization") }.map(\.value)
    // "RT_SID=0123456789abcdef" and "token 0123456789abcdef" must not be known by their secret part either.
    let parts = values.flatMap { $0.split { ";= ".contains($0) } }.map(String.init).filter { $0.count >= 8 }
    return Redactor((credential?.secrets ?? []) + values + parts)
  }

  var description: String { "••••" }
  var customMirror: Mirror { Mirror(self, children: []) }
}

extension Credential {
  var header: HTTPHeader {
    switch self {
    case .header(let name, let prefix, let secret): HTTPHeader(name, prefix + secret.reveal())
    case .basic(let user, let password):
      HTTPHeader("Authorization", "Basic " + basicToken(user, password))
    }
  }

  fileprivate var secrets: [String] {
    switch self {
    case .header(_, _, let secret): [secret.reveal()]
    case .basic(let user, let password): [basicToken(user, password), password.reveal()]
    }
  }
}

private func basicToken(_ user: String, _ password: Secret) -> String {
  Data("\(user):\(password.reveal())".utf8).base64EncodedString()
}
