/// An address of the web, taken apart as far as it leads to a page: texts hold them in any spelling, so nothing is
/// refused that a browser would take.
package struct WebPlace: Sendable {
  /// In lower case, with a port that is not the usual one.
  package let host: String
  /// What follows the host, without a fragment.
  private let rest: Substring

  /// Nil for an address of another kind.
  package init?(_ address: String) {
    guard let colon = address.utf8.firstIndex(of: UInt8(ascii: ":")), address[colon...].hasPrefix("://")
    else {
      return nil
    }
    let usualPort: String
    switch address[..<colon].lowercased() {
    case "http": usualPort = ":80"
    case "https": usualPort = ":443"
    default: return nil
    }
    let whole = address.utf8[address.utf8.index(colon, offsetBy: 3)...].prefix { $0 != UInt8(ascii: "#") }
    let authority = whole.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
    guard !authority.isEmpty else { return nil }
    let host = Substring(authority).lowercased()
    self.host = host.hasSuffix(usualPort) ? String(host.dropLast(usualPort.count)) : host
    rest = Substring(whole[authority.endIndex...])
  }

  /// "" or "/Ticket/Display.html", without a slash at the end.
  package var path: String { rest.prefix { $0 != "?" }.split(separator: "/").map { "/\($0)" }.joined() }

  /// The first value of this name.
  package subscript(name: String) -> String? {
    let pairs = rest.drop { $0 != "?" }.dropFirst().split { "&;".contains($0) }
    return pairs.first { $0.prefix { $0 != "=" } == name }.map { String($0.dropFirst(name.count + 1)) }
  }

  /// Whether this page lies at or below another; by http or https, which servers send from one to the other.
  package func isWithin(_ root: WebPlace) -> Bool {
    host == root.host && (path == root.path || path.hasPrefix(root.path + "/"))
  }
}
