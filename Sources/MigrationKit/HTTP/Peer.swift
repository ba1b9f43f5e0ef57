/// A further server of the same system, such as its file store, at which requests may be aimed by their `origin`.
package struct DeclaredHost: Sendable {
  let origin: Origin
  let takesCredential: Bool

  /// - Parameter takesCredential: it is sent there too. Without, only headers go there that say nothing of who asks.
  package init(_ origin: Origin, takesCredential: Bool) {
    self.origin = origin
    self.takesCredential = takesCredential
  }
}

/// One of the servers that a client speaks to. How fast and how well one answers says nothing of another.
struct Peer: Sendable {
  /// As messages name it.
  let name: String
  /// Below this it can be asked whether it lives; nil when there is no one such address.
  let probe: String?
  let origin: Origin?
  let takesCredential: Bool
  let limiter: Limiter
  let health = ServerHealth()
}

extension Peer {
  /// A client's own server.
  init(_ server: ServerAddress, _ settings: HTTPSettings) {
    name = server.text
    probe = server.text
    origin = server.origin
    takesCredential = true
    limiter = Limiter(
      most: settings.connections, share: settings.share, learned: settings.learned, waiting: settings.waiting)
  }

  init(_ host: DeclaredHost, _ settings: HTTPSettings) {
    name = host.origin.description
    probe = name
    origin = host.origin
    takesCredential = host.takesCredential
    limiter = Limiter(most: settings.connections, share: settings.share, waiting: settings.waiting)
  }

  /// All those that a server redirects downloads to.
  init(redirectedToFrom server: ServerAddress, _ settings: HTTPSettings) {
    name = "the file store of \(server.text)"
    (probe, origin) = (nil, nil)
    takesCredential = false
    limiter = Limiter(most: settings.connections, waiting: settings.waiting)
  }
}
