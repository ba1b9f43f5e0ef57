/// The words in which the rule speaks.
extension RetryRule {
  enum Event: Sendable {
    /// `isLasting`: a fault that trying again cannot heal.
    case notSent(String, isLasting: Bool)
    /// At least a part of the request went out; no complete answer came back.
    case lost(String)
    case answered(HTTPResponse)
    /// A success that is not what it should be: a page, or an answer without its end.
    case garbled(HTTPResponse)
    /// A refusal by a server that is not shown who asks, so it says nothing of the login. `mayHeal`: the next redirect
    /// may lead to a better address.
    case turnedAway(HTTPResponse, mayHeal: Bool)

    /// For someone who waits; without the server's own words.
    var summary: String {
      switch self {
      case .notSent(let reason, _), .lost(let reason): reason
      case .answered(let response), .garbled(let response), .turnedAway(let response, _):
        "the server answered \(response.status)"
      }
    }
  }

  enum Verdict: Equatable {
    case accept(HTTPResponse)
    case retry(after: Duration, Extent)
    case giveUp(RequestError)
  }

  /// Whom a trouble concerns.
  enum Extent: Equatable {
    case thisRequest
    /// All other requests wait too.
    case everyRequest
    /// The server is gone, and waited for until then.
    case outage(until: Duration)
  }

  /// What keeps a request from its answer and may pass.
  enum Trouble: Hashable {
    /// 408, 425: the server did not begin with this request.
    case busy
    /// The server did not begin, because it is asked too often.
    case throttled
    /// Nothing was sent.
    case unreachable
    /// No answer came, or one of a gateway that got none.
    case silent
    /// The application fails with this request.
    case faulty
  }

  /// How the server treats other requests while this one meets silence.
  enum Server: Hashable {
    case neverAnswered
    /// It has answered before, but nothing that was begun after this request first met silence.
    case answersNobody
    case answersOthers
  }

  /// One row of the table below: setbacks are counted by it.
  struct Row: Hashable {
    let trouble: Trouble
    /// Nil where it plays no part, because the server speaks.
    let server: Server?
    /// The server says how long to wait.
    let hasAppointment: Bool
  }

  /// How long a request continues in one kind of trouble.
  enum Limit: Equatable {
    case tries(Int)
    case time(Duration)
  }
}
