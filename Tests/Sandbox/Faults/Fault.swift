/// One way for a server, or for the way to it, to fail.
package struct Fault: Sendable {
  package enum System: String, Sendable { case source, target }

  /// Which of the requests it could strike it does strike. The choice is made by the seed and by what the request
  /// says, so it does not depend on which of several requests at once comes first.
  package enum Rate: Sendable {
    /// This part of them, again each time a request is repeated.
    case part(Double)
    /// This part of them, and only when they come for the first time.
    case firstTime(Double)
    /// After every so many requests so many in a row.
    case bursts(length: Int, every: Int)
    case always
  }

  package let name: String
  /// What happens, for a list of faults.
  package let summary: String
  package let system: System
  package let rate: Rate
  package let effect: FaultEffect
  let strikes: @Sendable (WebRequest) -> Bool

  package init(
    _ name: String, _ summary: String, system: System = .target, rate: Rate, effect: FaultEffect,
    strikes: @escaping @Sendable (WebRequest) -> Bool
  ) {
    self.name = name
    self.summary = summary
    self.system = system
    self.rate = rate
    self.effect = effect
    self.strikes = strikes
  }

  package init(
    _ name: String, _ summary: String, system: System = .target, on kinds: Set<RequestKind>, rate: Rate,
    effect: FaultEffect
  ) {
    self.init(name, summary, system: system, rate: rate, effect: effect) { kinds.contains(RequestKind($0)) }
  }

  /// The same fault, not too rare for a migration of few tickets.
  package func atLeast(_ least: Double) -> Fault {
    switch rate {
    case .part(let part) where part < least: at(.part(least))
    case .firstTime(let part) where part < least: at(.firstTime(least))
    default: self
    }
  }

  /// The same fault, rarer or more often.
  package func at(_ rate: Rate) -> Fault {
    Fault(name, summary, system: system, rate: rate, effect: effect, strikes: strikes)
  }
}

/// What becomes of a request that is struck.
package enum FaultEffect: Sendable {
  /// The connection is reset in the middle of the request's body.
  case hangUp
  /// It is not carried out, and this is the answer.
  case refuse(WebResponse)
  /// It is carried out, and this is the answer.
  case misreport(WebResponse)
  /// It is carried out, and its answer is spoilt.
  case spoil(@Sendable (WebResponse) -> WebResponse)
  /// It is carried out after a while.
  case executeLate(Duration)
  /// It is carried out at once and answered after a while.
  case answerLate(Duration)
  /// Something else is carried out.
  case misread(@Sendable (WebRequest) -> WebRequest)
}
