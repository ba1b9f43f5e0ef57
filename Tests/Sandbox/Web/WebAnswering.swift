/// From a request that is whole to an answer that has left.
extension WebLoop {
  /// Goes on with a connection as far as what has arrived allows.
  func advance(_ connection: WebConnection) {
    guard !connection.isAdvancing else { return }
    connection.isAdvancing = true
    defer { connection.isAdvancing = false }
    do {
      while !connection.isAnswering {
        switch try connection.receiver.step() {
        case .needsMore: return try waitForMore(connection)
        case .head(let head): greet(head, on: connection)
        case .whole(let request): begin(request, on: connection)
        case .hangUp:
          connection.resetWhenClosed()
          return end(connection)
        }
      }
      connection.watch(with: &poller)
    } catch {
      let status = (error as? WebFault)?.status ?? 400
      depart(WebResponse(status: status), on: connection, "GET", keepingAlive: false)
    }
  }

  private func waitForMore(_ connection: WebConnection) throws {
    guard connection.hasEnded else { return connection.watch(with: &poller) }
    guard !connection.receiver.isInBody else { throw WebFault(status: 400) }
    end(connection)
  }

  private func greet(_ head: WebRequest, on connection: WebConnection) {
    if head.header("Expect")?.lowercased() == "100-continue" {
      _ = "HTTP/1.1 100 Continue\r\n\r\n".utf8CString.withUnsafeBytes { bytes in
        sendBytes(connection.socket, UnsafeRawBufferPointer(rebasing: bytes.dropLast()))
      }
    }
    if case .hangUp(let count) = application.reception(of: head) {
      connection.receiver.hangUp(after: count)
    }
  }

  private func begin(_ request: WebRequest, on connection: WebConnection) {
    let exchange = WebExchange(
      socket: connection.socket, number: connection.number, method: request.method,
      keepsAlive: request.header("Connection")?.lowercased() != "close", arrival: .now)
    connection.isAnswering = true
    underWay += 1
    tally.began()
    follow(application.answer(to: request), exchange)
  }

  private func follow(_ answer: WebAnswer, _ exchange: WebExchange) {
    switch answer {
    case .later(let pause, let rest): after(pause) { [unowned self] in follow(rest(), exchange) }
    case .apart(let work):
      startDetachedThread { [inbox] in
        let answer = work()
        inbox.post { $0.follow(answer, exchange) }
      }
    case .now(let response):
      guard latency > .zero else { return finish(response, exchange) }
      at(exchange.arrival + latency) { [unowned self] in finish(response, exchange) }
    }
  }

  private func finish(_ response: WebResponse, _ exchange: WebExchange) {
    underWay -= 1
    tally.ended(status: response.status)
    guard let connection = connection(of: exchange) else {
      response.departed?()
      return
    }
    depart(response, on: connection, exchange.method, keepingAlive: exchange.keepsAlive)
  }

  private func depart(
    _ response: WebResponse, on connection: WebConnection, _ method: String, keepingAlive: Bool
  ) {
    connection.isAnswering = true
    let outgoing = WebOutgoing(response, to: method, keepingAlive: keepingAlive)
    connection.outgoing = outgoing
    guard let drop = outgoing.drop else { return write(connection) }
    writeLater(connection, drop.pause)
  }

  func write(_ connection: WebConnection) {
    switch connection.outgoing?.write(to: connection.socket) {
    case .blocked: connection.watch(with: &poller)
    case .pausing(let pause): writeLater(connection, pause)
    case .failed: end(connection)
    case .done: conclude(connection)
    case nil: return
    }
  }

  private func writeLater(_ connection: WebConnection, _ pause: Duration) {
    after(pause) { [unowned self] in write(connection) }
  }

  private func conclude(_ connection: WebConnection) {
    guard let outgoing = connection.outgoing else { return }
    if case .reset = outgoing.delivery { connection.resetWhenClosed() }
    guard outgoing.keepsAlive else { return end(connection) }
    connection.outgoing = nil
    outgoing.departed?()
    connection.isAnswering = false
    connection.watch(with: &poller)
    advance(connection)
  }
}
