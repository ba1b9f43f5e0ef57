import CCurl
import Synchronization

/// What tasks leave for the engine's thread. Every access, the waking of libcurl included, is under one lock.
///
/// A class, because the tasks and the thread share one.
final class CurlMailbox: Sendable {
  /// The thread's libcurl handle, to wake it only.
  ///
  /// Safe to send to other threads: `curl_multi_wakeup` is the one function libcurl allows to be called from
  /// any thread, and it is called only under the mailbox's lock, where the handle is withdrawn before it is
  /// destroyed.
  private struct Alarm: @unchecked Sendable {
    let multi: OpaquePointer
  }

  private struct Content {
    var alarm: Alarm?
    var nextID = 0
    /// Announced, not yet submitted. A cancellation that arrives this early takes the number out again.
    var announced: Set<Int> = []
    var submitted: [TransferJob] = []
    var cancelled: [Int] = []
    var isClosed = false
  }

  private let content = Mutex(Content())

  func announce() -> Int {
    content.withLock { content in
      content.nextID += 1
      content.announced.insert(content.nextID)
      return content.nextID
    }
  }

  func submit(_ job: TransferJob) {
    let accepted = content.withLock { content in
      guard content.announced.remove(job.id) != nil else { return false }
      content.submitted.append(job)
      Self.wake(content)
      return true
    }
    if !accepted { job.caller.resume(returning: .failure(.cancelled)) }
  }

  func cancel(_ id: Int) {
    content.withLock { content in
      if content.announced.remove(id) != nil { return }
      content.cancelled.append(id)
      Self.wake(content)
    }
  }

  func close() {
    content.withLock { content in
      content.isClosed = true
      Self.wake(content)
    }
  }

  private static func wake(_ content: Content) {
    if let alarm = content.alarm { _ = curl_multi_wakeup(alarm.multi) }
  }

  // For the engine's thread.

  struct Post {
    let submitted: [TransferJob]
    let cancelled: [Int]
    let isClosed: Bool
  }

  func setAlarm(_ multi: OpaquePointer) {
    let alarm = Alarm(multi: multi)
    content.withLock { $0.alarm = alarm }
  }

  /// After it returns, nobody uses the handle any more.
  func withdrawAlarm() {
    content.withLock { $0.alarm = nil }
  }

  func collect() -> Post {
    content.withLock { content in
      defer {
        content.submitted = []
        content.cancelled = []
      }
      return Post(
        submitted: content.submitted, cancelled: content.cancelled, isClosed: content.isClosed)
    }
  }
}
