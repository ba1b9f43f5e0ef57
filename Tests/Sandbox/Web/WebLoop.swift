#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The one thread of a server: waits for sockets and times, and does what has become possible.
///
/// A class, because timers and messages call back to it. Made on its thread, and never leaves it.
final class WebLoop {
  let application: any WebApplication
  let latency: Duration
  let inbox: WebInbox
  let tally: WebTally
  var poller = Poller()
  private let listener: Int32
  private var connections: [Int32: WebConnection] = [:]
  private var connectionCount = 0
  private var timers = WebTimers()
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
  /// Requests that are not answered yet.
  var underWay = 0
  private var isStopped = false

  init(
    _ application: any WebApplication, listener: Int32, latency: Duration, inbox: WebInbox, tally: WebTally
  ) {
    self.application = application
    self.listener = listener
    self.latency = latency
    self.inbox = inbox
    self.tally = tally
    poller.watch(listener)
    poller.watch(inbox.socket)
  }

  deinit { buffer.deallocate() }

  /// Returns when it was stopped and no request is being answered any more.
  func run() {
    while !isStopped || underWay > 0 {
      let now = ContinuousClock.now
      for event in poller.wait(timers.next.map { max(now.duration(to: $0), .zero) }) { handle(event) }
      while let action = timers.popDue(.now) { action() }
    }
    poller.close()
  }

  func after(_ pause: Duration, _ action: @escaping () -> Void) { timers.add(at: .now + pause, action) }
  func at(_ instant: ContinuousClock.Instant, _ action: @escaping () -> Void) {
    timers.add(at: instant, action)
  }

  private func handle(_ event: Poller.Event) {
    switch event.socket {
    case listener: acceptAll()
    case inbox.socket: for message in inbox.taken() { message(self) }
    default:
      guard let connection = connections[event.socket] else { return }
      if event.isReadable { read(connection) }
      if event.isWritable, let outgoing = connection.outgoing, outgoing.drop == nil { write(connection) }
    }
  }

  private func acceptAll() {
    while true {
      let socket = accept(listener, nil, nil)
      guard socket >= 0 else { return }
      guard !isStopped, fcntl(socket, F_SETFL, O_NONBLOCK) == 0 else {
        close(socket)
        continue
      }
      connectionCount += 1
      connections[socket] = WebConnection(socket: socket, number: connectionCount)
      poller.watch(socket)
    }
  }

  private func read(_ connection: WebConnection) {
    if connection.receive(into: buffer) { advance(connection) } else { end(connection) }
  }

  /// The connection of an exchange, unless it is closed.
  func connection(of exchange: WebExchange) -> WebConnection? {
    connections[exchange.socket].flatMap { $0.number == exchange.number ? $0 : nil }
  }

  /// After this the connection is closed; an answer that is on its way counts as left.
  func end(_ connection: WebConnection) {
    guard connections.removeValue(forKey: connection.socket) != nil else { return }
    poller.forget(connection.socket)
    close(connection.socket)
    connection.outgoing?.departed?()
    connection.outgoing = nil
  }

  func stop() {
    isStopped = true
    poller.forget(listener)
    for connection in connections.values { end(connection) }
  }
}
