import CCurl

/// The engine's thread: takes in jobs, lets libcurl work on all of them at once, hands out results.
///
/// It is made on that thread and never leaves it, so nothing in it needs a lock.
struct CurlLoop {
  private let mailbox: CurlMailbox
  private let settings: CurlSettings
  private let meter: TrafficMeter
  private let multi: OpaquePointer
  private let sockets: SocketWatch
  private var transfers: [OpaquePointer: CurlTransfer] = [:]
  /// Handles between two transfers.
  private var spare: [CurlHandle] = []

  /// Once per process; libcurl must not be used before.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == 0

  init(_ mailbox: CurlMailbox, _ settings: CurlSettings, _ meter: TrafficMeter) {
    guard Self.isReady, let multi = curl_multi_init() else {
      preconditionFailure("libcurl has no memory to start")
    }
    // More than run at once, so that a connection is kept for every slot while others are being replaced.
    _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, settings.connections + 8)
    self.mailbox = mailbox
    self.settings = settings
    self.meter = meter
    self.multi = multi
    sockets = SocketWatch(mailbox.bell)
    sockets.attach(to: multi)
  }

  /// Returns when the mailbox is closed and every transfer has ended.
  consuming func run() {
    while turn() {}
    spare = []
    _ = curl_multi_cleanup(multi)
    withExtendedLifetime(sockets) {}
  }

  private mutating func turn() -> Bool {
    let post = mailbox.collect()
    post.tasks.forEach { $0.runSynchronously(on: mailbox.asUnownedTaskExecutor()) }
    post.submitted.forEach { start($0) }
    post.cancelled.forEach { cancel($0) }
    work()
    guard !post.isClosed || !transfers.isEmpty else { return false }
    if mailbox.mayRest() { sockets.wait().forEach { work(on: $0.socket, $0.bits) } }
    finishCompleted()
    return true
  }

  /// Lets libcurl do what is due: begin transfers, end those that take too long.
  private mutating func work() {
    while sockets.takeTimeout() { work(on: CURL_SOCKET_TIMEOUT, 0) }
    finishCompleted()
  }

  private func work(on socket: Int32, _ bits: Int32) {
    var running: Int32 = 0
    _ = curl_multi_socket_action(multi, socket, bits, &running)
  }

  private mutating func start(_ job: TransferJob) {
    guard let handle = spare.popLast() ?? CurlHandle(settings) else { return reject(job, refusal: 27) }
    do throws(FileError) {
      let transfer = try CurlTransfer(job, handle: handle)
      let refusal = transfer.prepare()
      if refusal == 0, curl_multi_add_handle(multi, handle.easy) == 0 {
        transfers[handle.easy] = transfer
      } else {
        reject(job, refusal: refusal == 0 ? 2 : refusal)
      }
    } catch {
      spare.append(handle)
      job.caller.resume(returning: .failure(.storage(error.description)))
    }
  }

  private func reject(_ job: TransferJob, refusal: Int32) {
    job.caller.resume(returning: .failure(CurlFailure(refused: refusal).fault()))
  }

  private mutating func cancel(_ id: Int) {
    guard let easy = transfers.first(where: { $0.value.job.id == id })?.key else { return }
    end(easy) { _ in .failure(.cancelled) }
  }

  private mutating func finishCompleted() {
    var left: Int32 = 0
    while let note = curl_multi_info_read(multi, &left) {
      guard note.pointee.msg == CURLMSG_DONE, let easy = note.pointee.easy_handle else { continue }
      let code = note.pointee.data.result
      end(easy) { $0.result(code) }
    }
  }

  /// The handle of a transfer that failed is thrown away with whatever libcurl still keeps in it.
  private mutating func end(_ easy: OpaquePointer, _ result: (CurlTransfer) -> TransferResult) {
    guard let transfer = transfers.removeValue(forKey: easy) else { return }
    let answer = result(transfer)
    meter.count(easy)
    _ = curl_multi_remove_handle(multi, easy)
    if case .success = answer { spare.append(transfer.handle) }
    transfer.job.caller.resume(returning: answer)
  }
}
