import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A small HTTP/1.1 server on 127.0.0.1, for tests and rehearsals: a thread that accepts, and one a connection.
///
/// A class, because it owns a listening socket and its threads: it serves from its making until `stop`.
package final class WebServer: Sendable {
  package let port: Int
  private let listener: Int32
  private let application: any WebApplication
  private let connections = Mutex(Connections())
  private let threads = DispatchGroup()

  /// - Parameter port: 0 takes any free one.
  package init(application: any WebApplication, port: Int = 0) throws {
    self.application = application
    (listener, self.port) = try listeningSocket(port: port)
    startThread { $0.acceptConnections() }
  }

  /// Closes the socket and every connection, and returns when no request is being answered any more.
  /// Calling it again does nothing.
  package func stop() {
    // Under the lock, because a connection that ends by itself gives its number to whoever opens something next.
    let isFirst = connections.withLock { state in
      defer { state.isStopped = true }
      if !state.isStopped { for socket in state.open { shutdown(socket, Int32(SHUT_RDWR)) } }
      return !state.isStopped
    }
    guard isFirst else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    wakeAccepting()
    threads.wait()
    close(listener)
  }

  private struct Connections {
    var open: Set<Int32> = []
    var isStopped = false
  }

  private func startThread(_ work: @escaping @Sendable (WebServer) -> Void) {
    threads.enter()
    startDetachedThread { [self] in
      work(self)
      threads.leave()
    }
  }

  private func acceptConnections() {
    while !connections.withLock({ $0.isStopped }) {
      let socket = accept(listener, nil, nil)
      if socket >= 0 { serve(socket) }
    }
  }

  /// Where shutting a listening socket down does not end `accept` (Darwin), a last visitor does.
  private func wakeAccepting() {
    let visitor = newSocket()
    guard visitor >= 0 else { return }
    _ = withLoopbackAddress(port: port) { connect(visitor, $0, $1) }
    close(visitor)
  }

  private func serve(_ socket: Int32) {
    let isWelcome = connections.withLock { state in
      if !state.isStopped { state.open.insert(socket) }
      return !state.isStopped
    }
    guard isWelcome else {
      close(socket)
      return
    }
    startThread { server in
      WebConnection(socket: socket).serve(server.application)
      server.connections.withLock { _ = $0.open.remove(socket) }
      close(socket)
    }
  }
}

/// The address could not be taken.
package struct WebServerError: Error, CustomStringConvertible {
  package let description: String
}

private func listeningSocket(port: Int) throws -> (socket: Int32, port: Int) {
  let listener = newSocket()
  guard listener >= 0 else { throw WebServerError(description: "no socket: \(lastErrorText())") }
  var yes: Int32 = 1
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
  let isBound = withLoopbackAddress(port: port) { bind(listener, $0, $1) } == 0
  guard isBound, listen(listener, 128) == 0 else {
    let reason = lastErrorText()
    close(listener)
    throw WebServerError(description: "cannot listen on 127.0.0.1:\(port): \(reason)")
  }
  return (listener, boundPort(of: listener))
}

private func newSocket() -> Int32 {
  #if canImport(Glibc)
    socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
  #else
    socket(AF_INET, SOCK_STREAM, 0)
  #endif
}

private func withLoopbackAddress<Result>(
  port: Int, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
) -> Result {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
  address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
  return withUnsafePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
}

private func boundPort(of socket: Int32) -> Int {
  var address = sockaddr_in()
  var length = socklen_t(MemoryLayout<sockaddr_in>.size)
  _ = withUnsafeMutablePointer(to: &address) { pointer in
    pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
  }
  return Int(in_port_t(bigEndian: address.sin_port))
}

private func lastErrorText() -> String { String(cString: strerror(errno)) }
