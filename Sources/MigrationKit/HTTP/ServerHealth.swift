import Synchronization

/// What a client knows of the server as a whole: it tells an outage, which is waited out, from one failing request.
///
/// A class, because all copies of the client learn together.
final class ServerHealth: Sendable {
  private struct Memory {
    var lastAnswer: Duration?
    var outageIsTold = false
  }

  private let memory = Mutex(Memory())

  /// When the latest of those requests began that were answered well; nil before the first. Its beginning counts:
  /// an answer to what was asked before a server went down says nothing of what came after.
  var lastAnswer: Duration? { memory.withLock { $0.lastAnswer } }

  /// True when this ends an outage that was reported.
  func noteAnswer(toRequestBegunAt beginning: Duration) -> Bool {
    memory.withLock { memory in
      defer { memory.outageIsTold = false }
      memory.lastAnswer = max(memory.lastAnswer ?? beginning, beginning)
      return memory.outageIsTold
    }
  }

  /// True for the first who meets this outage; who gets it reports it.
  func beginOutage() -> Bool {
    memory.withLock { memory in
      defer { memory.outageIsTold = true }
      return !memory.outageIsTold
    }
  }
}
