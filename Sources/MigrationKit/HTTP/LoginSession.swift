import Synchronization

/// A login that is shown once, for a session: before the first request, and again when the server no longer knows the
/// session (401).
///
/// A class, because all copies of a client share the session. One log-in is under way at most; who needs a session
/// meanwhile waits for it. Its failure is theirs too: a wrong password, tried twenty times, locks the account.
package final class LoginSession: Sendable {
  package typealias Send = @Sendable (HTTPRequest) async throws(RequestError) -> HTTPResponse

  fileprivate enum Turn {
    case ended(Result<Proof, RequestError>)
    /// Nobody else is at it.
    case logIn
  }

  fileprivate struct State {
    var proof: Proof?
    var isRefused = false
    var isLoggingIn = false
    var learned: [String] = []
    var waiting: [Int: CheckedContinuation<Turn, Never>] = [:]
    var lastNumber = 0
  }

  private let logIn: @Sendable (Send) async throws -> [HTTPHeader]
  private let passwords: [Secret]
  private let state = Mutex(State())

  /// Old sessions are worth nothing, and looking for hundreds of them takes long.
  private static let mostLearned = 20

  private static let strangeAnswer =
    "the server answered the log-in with something else than a session; check that the url is the ticketing "
    + "system's own, with its path"

  /// - Parameter passwords: what `logIn` sends and no message may repeat.
  /// - Parameter logIn: sends what has to be sent, and returns the headers by which the server knows the session:
  ///   `Cookie`, `Authorization`, …. It throws `RequestError.unauthorized` where the server does not take the login.
  package init(passwords: [Secret], logIn: @escaping @Sendable (Send) async throws -> [HTTPHeader]) {
    self.passwords = passwords
    self.logIn = logIn
  }

  /// What no message may repeat, that which the server has given out included.
  var secrets: [String] { passwords.map { $0.reveal() } + state.withLock { $0.learned } }

  /// Sends with the session, and once more with a new one when the server does not know it: it says so before it
  /// begins, so that is safe for every request.
  func sending(
    loggingInBy send: Send, _ attempt: (Proof) async throws(RequestError) -> HTTPResponse
  ) async throws(RequestError) -> HTTPResponse {
    let proof = try await proof(after: 0, send)
    do throws(RequestError) {
      return try await attempt(proof)
    } catch {
      guard error == .unauthorized else { throw error }
      return try await attempt(try await self.proof(after: proof.number, send))
    }
  }

  /// A session that is newer than this.
  private func proof(after old: Int, _ send: Send) async throws(RequestError) -> Proof {
    if let proof = state.withLock({ $0.proof }), proof.number > old { return proof }
    switch await turn(after: old) {
    case .ended(let result): return try result.get()
    case .logIn:
      let result = await freshProof(send)
      finish(result)
      return try result.get()
    }
  }

  private func turn(after old: Int) async -> Turn {
    let number = state.withLock { $0.nextNumber() }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { caller in
        if let turn = state.withLock({ $0.turn(of: number, caller, after: old) }) {
          caller.resume(returning: turn)
        } else if Task.isCancelled {
          leave(number)
        }
      }
    } onCancel: {
      leave(number)
    }
  }

  private func leave(_ number: Int) {
    let caller = state.withLock { $0.waiting.removeValue(forKey: number) }
    caller?.resume(returning: .ended(.failure(.cancelled)))
  }

  /// What the server answered is not shown, since there may be a token in it that nobody knows yet.
  private func freshProof(_ send: Send) async -> Result<Proof, RequestError> {
    do {
      let headers = try await logIn(send)
      return .success(Proof(headers, number: state.withLock { $0.nextNumber() }))
    } catch RequestError.notJSON(let status, _) {
      return .failure(.notJSON(status: status, beginning: "(not shown)"))
    } catch let error as RequestError {
      return .failure(error)
    } catch {
      return .failure(Task.isCancelled ? .cancelled : .failed(Self.strangeAnswer))
    }
  }

  /// Tells all who wait. When the one who logged in was only cancelled, the next takes over.
  private func finish(_ result: Result<Proof, RequestError>) {
    let callers = state.withLock { state -> [(CheckedContinuation<Turn, Never>, Turn)] in
      state.note(result, mostLearned: Self.mostLearned)
      if result.isCancelled, let next = state.waiting.first {
        state.isLoggingIn = true
        state.waiting[next.key] = nil
        return [(next.value, Turn.logIn)]
      }
      defer { state.waiting = [:] }
      return state.waiting.values.map { ($0, Turn.ended(result)) }
    }
    for (caller, turn) in callers { caller.resume(returning: turn) }
  }
}

extension LoginSession.State {
  mutating func nextNumber() -> Int {
    lastNumber += 1
    return lastNumber
  }

  /// Nil when it has to wait.
  mutating func turn(
    of number: Int, _ caller: CheckedContinuation<LoginSession.Turn, Never>, after old: Int
  ) -> LoginSession.Turn? {
    if let proof, proof.number > old { return .ended(.success(proof)) }
    if isRefused { return .ended(.failure(.unauthorized)) }
    if isLoggingIn {
      waiting[number] = caller
      return nil
    }
    isLoggingIn = true
    return .logIn
  }

  mutating func note(_ result: Result<Proof, RequestError>, mostLearned: Int) {
    isLoggingIn = false
    switch result {
    case .success(let proof):
      self.proof = proof
      learned = (learned + proof.headers.flatMap(\.secretParts)).suffix(mostLearned)
    case .failure(let error): isRefused = error == .unauthorized
    }
  }
}

extension Result<Proof, RequestError> {
  fileprivate var isCancelled: Bool {
    if case .failure(.cancelled) = self { true } else { false }
  }
}

extension LoginSession: Equatable, CustomReflectable {
  package static func == (left: LoginSession, right: LoginSession) -> Bool { left === right }
  package var customMirror: Mirror { Mirror(self, children: []) }
}
