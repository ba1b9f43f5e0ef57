import Dispatch

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A small HTTP/1.1 server on 127.0.0.1, for tests, rehearsals and measurements: one thread, however many visitors.
///
/// A class, because it owns a listening socket and its thread: it serves from its making until `stop`.
package final class WebServer: Sendable {
  package let port: Int
  private let listener: Int32
  private let inbox = WebInbox()
  private let tally = WebTally()
  private let thread = DispatchGroup()

  /// - Parameters:
  ///   - port: 0 takes any free one.
  ///   - latency: No answer leaves sooner after its request has arrived.
  package init(application: any WebApplication, port: Int = 0, latency: Duration = .zero) throws {
    (listener, self.port) = try listeningSocket(port: port)
    thread.enter()
    startDetachedThread { [listener, inbox, tally, thread] in
      WebLoop(application, listener: listener, latency: latency, inbox: inbox, tally: tally).run()
      close(listener)
      thread.leave()
    }
  }

  package var statistics: WebStatistics { tally.statistics }

  /// Closes the socket and every connection, and returns when no request is being answered any more.
  /// Calling it again does nothing.
  package func stop() {
    inbox.post { $0.stop() }
    thread.wait()
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
  guard isBound, listen(listener, 1024) == 0, fcntl(listener, F_SETFL, O_NONBLOCK) == 0 else {
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
