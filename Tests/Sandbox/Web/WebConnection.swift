#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One connection: requests are answered in turn until either side has had enough.
///
/// A class, because the loop knows it by its socket and changes it wherever it is. Only the loop's thread does.
final class WebConnection {
  let socket: Int32
  /// Never given twice, unlike the socket's number.
  let number: Int
  var receiver = WebReceiver()
  /// A request is whole and its answer has not left.
  var isAnswering = false
  /// Requests are being read: whoever ends an answer meanwhile need not continue with the next.
  var isAdvancing = false
  /// The answer, when it is there.
  var outgoing: WebOutgoing?
  /// The visitor sends no more.
  var hasEnded = false
  /// What the poller was told to watch for.
  private var watched = (reads: true, writes: false)

  init(socket: Int32, number: Int) {
    self.socket = socket
    self.number = number
    var yes: Int32 = 1
    setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
    #if canImport(Darwin)
      setsockopt(socket, SOL_SOCKET, SO_NOSIGPIPE, &yes, socklen_t(MemoryLayout<Int32>.size))
    #endif
  }

  /// Closing then sends RST in place of FIN.
  func resetWhenClosed() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }

  /// Tells the poller when something else is waited for than before: that the answer can continue, and, up to a limit
  /// also during an answer, that more has come.
  func watch(with poller: inout Poller) {
    let writes = outgoing.map { $0.drop == nil } ?? false
    let reads = !hasEnded && !(isAnswering && receiver.byteCount > WebReceiver.headLimit)
    guard watched != (reads, writes) else { return }
    watched = (reads, writes)
    poller.watch(socket, reads: reads, writes: writes)
  }

  /// Takes what has come. False when the connection is broken.
  func receive(into buffer: UnsafeMutableRawBufferPointer) -> Bool {
    let count = recv(socket, buffer.baseAddress, buffer.count, 0)
    if count > 0 { receiver.take(UnsafeRawBufferPointer(rebasing: buffer[..<count])) }
    hasEnded = count == 0
    return count >= 0 || errno == EAGAIN || errno == EINTR
  }
}

/// A request that is whole and waits for its answer.
struct WebExchange: Sendable {
  let socket: Int32
  /// Of the connection.
  let number: Int
  let method: String
  let keepsAlive: Bool
  let arrival: ContinuousClock.Instant
}
