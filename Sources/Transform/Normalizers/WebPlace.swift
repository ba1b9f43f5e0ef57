/// An address of the web, taken apart as far as it leads to a page: texts hold them in any spelling, so nothing is
/// refused that a browser would take.
struct WebPlace {
  /// In lower case, with a port that is not the usual one.
  let host: String
  /// "" or "/Ticket/Display.html", without a slash at the end.
  let path: String
  private let query: [(name: Substring, value: Substring)]

  /// Nil for an address of another kind.
  init?(_ address: String) {
    guard let colon = address.firstIndex(of: ":"), address[colon...].hasPrefix("://") else { return nil }
    let usualPort: String
    switch address[..<colon].lowercased() {
    case "http": usualPort = ":80"
    case "https": usualPort = ":443"
    default: return nil
    }
    let rest = address[address.index(colon, offsetBy: 3)...].prefix { $0 != "#" }
    let authority = rest.prefix { !"/?".contains($0) }.lowercased()
    guard !authority.isEmpty else { return nil }
    host = authority.hasSuffix(usualPort) ? String(authority.dropLast(usualPort.count)) : authority
    let path = rest.dropFirst(authority.count).prefix { $0 != "?" }
    self.path = path.split(separator: "/").map { "/\($0)" }.joined()
    query = rest.drop { $0 != "?" }.dropFirst().split { "&;".contains($0) }.map { pair in
      let name = pair.prefix { $0 != "=" }
      return (name, pair.dropFirst(name.count + 1))
    }
  }

  /// The first value of this name.
  subscript(name: String) -> String? { query.first { $0.name == name }.map { String($0.value) } }

  /// Whether this page lies at or below another; by http or https, which servers send from one to the other.
  func isWithin(_ root: WebPlace) -> Bool {
    host == root.host && (path == root.path || path.hasPrefix(root.path + "/"))
  }
}
