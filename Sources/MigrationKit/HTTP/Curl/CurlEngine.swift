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
    Thread { [meter] in
      systemNameThread("curl")
      CurlLoop(mailbox, settings, meter).run()
    }.start()
  }

  deinit {
    mailbox.close()
  }

  /// Carries out `work` on the engine's thread, which is free again while it waits. It must be quick: no file, no disk.
  ///
  /// There the end of one request and the beginning of the next lie side by side; the threads that tasks share are busy with
  /// what answers bring, and a server that waits for them is not filled.
  func onItsThread<Value: Sendable>(_ work: () async -> Value) async -> Value {
    await withTaskExecutorPreference(mailbox) { await work() }
  }

  var traffic: Traffic { meter.reading }

  /// Sends the request once. When the task is cancelled, it is broken off at whatever point it has reached.
  func perform(_ request: TransferRequest) async -> TransferResult {
    let id = mailbox.announce()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { caller in
        mailbox.submit(TransferJob(id: id, request: request, caller: caller))
      }
    } onCancel: {
      mailbox.cancel(id)
    }
  }
}
