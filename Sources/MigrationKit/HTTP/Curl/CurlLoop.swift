import CCurl

/// The engine's thread: takes in jobs, lets libcurl work on all of them at once, hands out results.
///
/// It is made on that thread and never leaves it, so nothing in it needs a lock.
struct CurlLoop {
  /// Milliseconds; new post wakes the thread at once, and libcurl shortens the wait for its own timers.
  private static let longestNap: Int32 = 10_000

  private let mailbox: CurlMailbox
  private let settings: CurlSettings
  private let multi: OpaquePointer
  private var transfers: [OpaquePointer: CurlTransfer] = [:]
  /// Handles between two transfers.
  private var spare: [OpaquePointer] = []

  /// Once per process; libcurl must not be used before.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_ALL)) == 0

  init(_ mailbox: CurlMailbox, _ settings: CurlSettings) {
    guard Self.isReady, let multi = curl_multi_init() else {
      preconditionFailure("libcurl has no memory to start")
    }
    // More than run at once, so that a connection is kept for every slot while others are being replaced.
    _ = ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, settings.connections + 8)
    self.mailbox = mailbox
    self.settings = settings
    self.multi = multi
    mailbox.setAlarm(multi)
  }

  /// Returns when the mailbox is closed and every transfer has ended.
  consuming func run() {
    while turn() {
      var ready: Int32 = 0
      _ = curl_multi_poll(multi, nil, 0, Self.longestNap, &ready)
    }
    mailbox.withdrawAlarm()
    spare.forEach { curl_easy_cleanup($0) }
    _ = curl_multi_cleanup(multi)
  }

  private mutating func turn() -> Bool {
    let post = mailbox.collect()
    post.submitted.forEach { start($0) }
    post.cancelled.forEach { cancel($0) }
    var running: Int32 = 0
    _ = curl_multi_perform(multi, &running)
    finishCompleted()
    return !post.isClosed || !transfers.isEmpty
  }

  private mutating func start(_ job: TransferJob) {
    guard let handle = spare.popLast() ?? curl_easy_init() else { return reject(job, refusal: 27) }
    do throws(FileError) {
      let transfer = try CurlTransfer(job, handle: handle)
      let refusal = transfer.prepare(settings)
      let code = refusal == 0 ? curl_multi_add_handle(multi, handle) : refusal
      if code == 0 {
        transfers[handle] = transfer
      } else {
        recycle(handle)
        reject(job, refusal: refusal == 0 ? 2 : refusal)
      }
    } catch {
      recycle(handle)
      job.caller.resume(returning: .failure(.storage(error.description)))
    }
  }

  private func reject(_ job: TransferJob, refusal: Int32) {
    job.caller.resume(returning: .failure(CurlFailure(refused: refusal).fault()))
  }

  private mutating func cancel(_ id: Int) {
    guard let handle = transfers.first(where: { $0.value.job.id == id })?.key else { return }
    end(handle) { _ in .failure(.cancelled) }
  }

  private mutating func finishCompleted() {
    var left: Int32 = 0
    while let note = curl_multi_info_read(multi, &left) {
      guard note.pointee.msg == CURLMSG_DONE, let handle = note.pointee.easy_handle else { continue }
      let code = note.pointee.data.result
      end(handle) { $0.result(code) }
    }
  }

  private mutating func end(_ handle: OpaquePointer, _ result: (CurlTransfer) -> TransferResult) {
    guard let transfer = transfers.removeValue(forKey: handle) else { return }
    let answer = result(transfer)
    _ = curl_multi_remove_handle(multi, handle)
    recycle(handle)
    transfer.job.caller.resume(returning: answer)
  }

  /// The reset also makes libcurl forget the addresses of the transfer that is about to go.
  private mutating func recycle(_ handle: OpaquePointer) {
    curl_easy_reset(handle)
    spare.append(handle)
  }
}
