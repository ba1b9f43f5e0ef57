import Foundation

/// Scheme, host and port: as far as a credential may go.
package struct Origin: Sendable, Hashable, CustomStringConvertible {
  let scheme: String
  let host: String
  let port: Int

  /// Of an address, whatever follows the host in it; nil when it is no whole http or https address.
  package init?(_ address: String) {
    guard let origin = HTTPAddress(address)?.origin else { return nil }
    self = origin
  }

  init?(_ parts: URLComponents) {
    guard let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = parts.host?.lowercased(), !host.isEmpty
    else { return nil }
    self.scheme = scheme
    self.host = host
    port = parts.port ?? Self.usualPort(scheme)
  }

  /// "https://files.example.com", with the port where it is not the usual one.
  package var description: String {
    let name = host.contains(":") && !host.hasPrefix("[") ? "[\(host)]" : host
    return "\(scheme)://\(name)" + (port == Self.usualPort(scheme) ? "" : ":\(port)")
  }

  /// What is sent there stays on this machine.
  var isLoopback: Bool {
    ["localhost", "::1", "[::1]"].contains(host)
      || host.hasPrefix("127.") && host.utf8.allSatisfy { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") }
  }

  private static func usualPort(_ scheme: String) -> Int { scheme == "https" ? 443 : 80 }
}

/// A whole http or https address as servers write it into answers, split where the server ends.
struct HTTPAddress {
  let origin: Origin
  /// Path and query, beginning with a slash.
  let target: String

  /// Nil also for one with a login in it, or that is not percent-encoded.
  init?(_ address: String) {
    guard let parts = URLComponents(string: address, encodingInvalidCharacters: false),
      parts.user == nil, parts.password == nil, let origin = Origin(parts),
      address.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { return nil }
    let rest = address.prefix { $0 != "#" }.dropFirst(origin.scheme.count + 3)
    let target = rest[(rest.firstIndex { "/?".contains($0) } ?? rest.endIndex)...]
    self.target = target.hasPrefix("/") ? String(target) : "/\(target)"
    self.origin = origin
  }

  var text: String { origin.description + target }

  /// What an answer from here means by this address, which may leave out how it begins.
  func resolving(_ reference: String) -> HTTPAddress? {
    HTTPAddress(reference)
      ?? URL(string: reference, relativeTo: URL(string: text)).flatMap { HTTPAddress($0.absoluteString) }
  }
}
