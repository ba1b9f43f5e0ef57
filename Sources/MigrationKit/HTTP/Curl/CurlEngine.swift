import Foundation

#if os(Linux)
  import CCurlLinux
#else
  import CCurlDarwin
#endif

/// Runs requests through libcurl: one thread does all the work, callers wait as suspended tasks.
///
/// A class, because the thread has to end when the last client that uses it goes. The thread keeps the
/// mailbox, not the engine; so `deinit` runs, closes the mailbox, and the thread leaves after the transfers
/// it still has.
final class CurlEngine: Sendable {
  private let mailbox: CurlMailbox
  private let meter = TrafficMeter()

  init(_ settings: CurlSettings) {
    let mailbox = CurlMailbox()
    self.mailbox = mailbox
    let thread = Thread { [meter] in CurlLoop(mailbox, settings, meter).run() }
    thread.name = "curl"
    thread.start()
  }

  deinit {
    mailbox.close()
  }

  var traffic: Traffic { meter.reading }

  /// Sends the request once. When the task is cancelled, it is broken off at whatever point it has reached.
  ///
  /// - Parameter atEnd: is told first, on the engine's thread, so that another may go without waiting for a task.
  func perform(
    _ request: TransferRequest, atEnd: @escaping @Sendable (TransferResult) -> Void = { _ in }
  ) async -> TransferResult {
    let id = mailbox.announce()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { caller in
        mailbox.submit(TransferJob(id: id, request: request, atEnd: atEnd, caller: caller))
      }
    } onCancel: {
      mailbox.cancel(id)
    }
  }
}
