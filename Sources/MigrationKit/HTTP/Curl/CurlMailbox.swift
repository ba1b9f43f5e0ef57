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
    /// Those that want to continue.
    fileprivate(set) var tasks: [UnownedJob] = []
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
    let accepted = leave { content in
      guard content.announced.remove(job.id) != nil else { return false }
      content.post.submitted.append(job)
      return true
    }
    if !accepted { job.caller.resume(returning: .failure(.cancelled)) }
  }

  func cancel(_ id: Int) {
    _ = leave { content in
      if content.announced.remove(id) != nil { return false }
      content.post.cancelled.append(id)
      return true
    }
  }

  func close() {
    _ = leave { content in
      content.post.isClosed = true
      return true
    }
  }

  /// Leaves post, if there is some. The bell is rung when the lock is free again, or the thread would only wake to
  /// wait for it.
  private func leave(_ post: (inout Content) -> Bool) -> Bool {
    let (isLeft, isAsleep) = content.withLock { content in
      guard post(&content) else { return (false, false) }
      defer { content.reader = .called }
      return (true, content.reader == .asleep)
    }
    if isAsleep { bell.ring() }
    return isLeft
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

/// For tasks that continue on the engine's thread.
extension CurlMailbox: TaskExecutor {
  func enqueue(_ job: consuming ExecutorJob) {
    let task = UnownedJob(job)
    _ = leave { content in
      content.post.tasks.append(task)
      return true
    }
  }
}
