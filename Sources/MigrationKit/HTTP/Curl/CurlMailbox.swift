import Synchronization

/// What tasks leave for the engine's thread.
///
/// A class, because the tasks and the thread share one.
final class CurlMailbox: Sendable {
  /// Waking a thread is dear, so it is done only where it is needed.
  private enum Reader {
    case awake, asleep
    /// There is post it has not seen.
    case called
  }

  private struct Content {
    var reader = Reader.awake
    var nextID = 0
    /// Announced, not yet submitted. A cancellation that arrives this early takes the number out again.
    var announced: Set<Int> = []
    var post = Post()
  }

  struct Post {
    fileprivate(set) var submitted: [TransferJob] = []
    fileprivate(set) var cancelled: [Int] = []
    fileprivate(set) var isClosed = false
  }

  let bell = Bell()
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
      content.post.submitted.append(job)
      call(&content)
      return true
    }
    if !accepted { job.caller.resume(returning: .failure(.cancelled)) }
  }

  func cancel(_ id: Int) {
    content.withLock { content in
      if content.announced.remove(id) != nil { return }
      content.post.cancelled.append(id)
      call(&content)
    }
  }

  func close() {
    content.withLock { content in
      content.post.isClosed = true
      call(&content)
    }
  }

  private func call(_ content: inout Content) {
    if content.reader == .asleep { bell.ring() }
    content.reader = .called
  }

  // For the engine's thread.

  func collect() -> Post {
    content.withLock { content in
      content.reader = .awake
      defer { content.post = Post(isClosed: content.post.isClosed) }
      return content.post
    }
  }

  /// True when there is no post: the thread may sleep, and the bell rings when some arrives.
  func mayRest() -> Bool {
    content.withLock { content in
      guard content.reader == .awake else { return false }
      content.reader = .asleep
      return true
    }
  }
}
