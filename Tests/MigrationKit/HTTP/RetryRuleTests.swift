import Foundation
import Testing

@testable import MigrationKit

@Suite struct RetryRuleTests {
  enum Outcome {
    case accepted
    case retried
    case notSent
    case unknown
    case faulted
    case failed
    case outage
    case throttled
    case unauthorized
    case forbidden
    case redirected
  }

  /// What is said to the last of so many events of one kind, a second apart.
  private func verdict(
    _ event: RetryRule.Event, repeatable: Bool, tries: Int = 1, random: Double = 0.5,
    apart: Duration = .seconds(1), lastAnswer: Duration? = nil
  ) -> RetryRule.Verdict {
    var setbacks = Setbacks()
    return (0..<tries).map { number in
      RetryRule(
        subject: "GET /x", isRepeatable: repeatable, random: random,
        now: Date(timeIntervalSince1970: 1_700_000_000), elapsed: apart * number,
        lastAnswer: lastAnswer.map { min($0, apart * number) }
      ).verdict(on: event, &setbacks)
    }.last ?? .giveUp(.cancelled)
  }

  private func outcome(_ verdict: RetryRule.Verdict) -> Outcome? {
    switch verdict {
    case .accept: .accepted
    case .retry: .retried
    case .giveUp(.notSent): .notSent
    case .giveUp(.unknown): .unknown
    case .giveUp(.faulted): .faulted
    case .giveUp(.failed): .failed
    case .giveUp(.outage): .outage
    case .giveUp(.throttled): .throttled
    case .giveUp(.unauthorized): .unauthorized
    case .giveUp(.forbidden): .forbidden
    case .giveUp(.redirected): .redirected
    case .giveUp: nil
    }
  }

  @Test(arguments: [
    (200, Outcome.accepted, Outcome.accepted), (201, .accepted, .accepted), (204, .accepted, .accepted),
    (301, .redirected, .redirected), (302, .redirected, .redirected), (304, .redirected, .redirected),
    (400, .accepted, .accepted), (404, .accepted, .accepted), (409, .accepted, .accepted),
    (413, .accepted, .accepted), (422, .accepted, .accepted),
    (401, .unauthorized, .unauthorized), (403, .forbidden, .forbidden),
    (408, .retried, .retried), (425, .retried, .retried), (429, .retried, .retried),
    (500, .retried, .faulted), (502, .retried, .unknown), (503, .retried, .unknown),
    (504, .retried, .unknown),
  ])
  func `a status is an answer, worth another try, or the end`(
    status: Int, repeatable: Outcome, once: Outcome
  ) {
    let event = RetryRule.Event.answered(HTTPResponse(status: status))
    #expect(outcome(verdict(event, repeatable: true)) == repeatable)
    #expect(outcome(verdict(event, repeatable: false)) == once)
  }

  @Test(arguments: [
    (RetryRule.Event.lost("cut"), Outcome.retried, Outcome.unknown),
    (.notSent("refused", isLasting: false), .retried, .retried),
    (.notSent("certificate", isLasting: true), .notSent, .notSent),
  ])
  func `without an answer only what cannot have happened is done again`(
    event: RetryRule.Event, repeatable: Outcome, once: Outcome
  ) {
    #expect(outcome(verdict(event, repeatable: true)) == repeatable)
    #expect(outcome(verdict(event, repeatable: false)) == once)
  }

  @Test(arguments: [
    (RetryRule.Event.lost("cut"), true, Outcome.outage),
    (.notSent("refused", isLasting: false), false, .notSent),
    (.answered(HTTPResponse(status: 503)), true, .outage),
    (.answered(HTTPResponse(status: 500)), true, .failed),
    (.answered(HTTPResponse(status: 408)), false, .failed),
    (.answered(HTTPResponse(status: 425)), false, .failed),
  ])
  func `five tries are enough for a server that never answered`(
    event: RetryRule.Event, repeatable: Bool, last: Outcome
  ) {
    #expect(outcome(verdict(event, repeatable: repeatable, tries: 4)) == .retried)
    #expect(outcome(verdict(event, repeatable: repeatable, tries: 5)) == last)
  }

  @Test(arguments: [
    (RetryRule.Event.lost("cut"), true), (.notSent("refused", isLasting: false), true),
    (.notSent("refused", isLasting: false), false), (.answered(HTTPResponse(status: 502)), true),
    (.answered(HTTPResponse(status: 503)), true), (.answered(HTTPResponse(status: 504)), true),
    (.answered(HTTPResponse(status: 521)), true),
  ])
  func `an outage is waited out for ten minutes`(event: RetryRule.Event, repeatable: Bool) {
    // Its last answer was for a request that began when this one first failed, so it proves nothing.
    func last(_ tries: Int, apart: Int = 20) -> RetryRule.Verdict {
      verdict(event, repeatable: repeatable, tries: tries, apart: .seconds(apart), lastAnswer: .zero)
    }
    #expect(last(4, apart: 1) == .retry(after: .seconds(2), .thisRequest))
    #expect(last(5, apart: 1) == .retry(after: .seconds(4), .outage(until: .seconds(600))))
    #expect(last(2) == .retry(after: .milliseconds(500), .outage(until: .seconds(600))))
    #expect(last(30) == .retry(after: .seconds(15), .outage(until: .seconds(600))))
    #expect(outcome(last(31)) == .outage)
  }

  @Test(arguments: [
    (RetryRule.Event.lost("cut"), Outcome.failed), (.answered(HTTPResponse(status: 503)), .failed),
    (.answered(HTTPResponse(status: 500)), .failed), (.notSent("refused", isLasting: false), .retried),
  ])
  func `a request that fails while others are answered gets five tries`(
    event: RetryRule.Event, last: Outcome
  ) {
    let answer = Duration.milliseconds(500)
    #expect(outcome(verdict(event, repeatable: true, tries: 4, lastAnswer: answer)) == .retried)
    let fifth = verdict(event, repeatable: true, tries: 5, lastAnswer: answer)
    #expect(outcome(fifth) == last)
    if case .giveUp(let error) = fifth { #expect(error.description.hasSuffix(", in 5 tries")) }
  }

  @Test func `a server that speaks in between ends an outage`() {
    var setbacks = Setbacks()
    let events = [(0, 503), (590, 503), (595, 429), (620, 503), (1_210, 503), (1_221, 503)]
    let outcomes = events.map { second, status in
      let rule = RetryRule(
        subject: "GET /x", isRepeatable: true, random: 0.5, now: Date(), elapsed: .seconds(second),
        lastAnswer: .zero)
      return outcome(rule.verdict(on: .answered(HTTPResponse(status: status)), &setbacks))
    }
    #expect(outcomes == [.retried, .retried, .retried, .retried, .retried, .outage])
  }

  @Test func `a server that says how long to wait is asked thirty times`() {
    let event = RetryRule.Event.answered(response(429, ["Retry-After": "7"]))
    #expect(verdict(event, repeatable: false, tries: 29) == .retry(after: .seconds(7), .everyRequest))
    #expect(outcome(verdict(event, repeatable: false, tries: 30)) == .throttled)
  }

  @Test(arguments: [(429, [:]), (403, ["X-RateLimit-Remaining": "0"])] as [(Int, [String: String])])
  func `a server that throttles and does not say how long is given a quarter of an hour`(
    status: Int, headers: [String: String]
  ) {
    let event = RetryRule.Event.answered(response(status, headers))
    let last = verdict(event, repeatable: false, tries: 45, apart: .seconds(20))
    #expect(last == .retry(after: .seconds(15), .everyRequest))
    #expect(outcome(verdict(event, repeatable: false, tries: 46, apart: .seconds(20))) == .throttled)
  }

  @Test func `patience with one trouble is not used up by another`() {
    var setbacks = Setbacks()
    let statuses = [408, 408, 408, 408, 500, 500, 500, 500, 503, 503, 503, 503, 429, 429]
    for (number, status) in statuses.enumerated() {
      let rule = RetryRule(
        subject: "GET /x", isRepeatable: true, random: 0.5, now: Date(), elapsed: .seconds(number),
        lastAnswer: nil)
      let verdict = rule.verdict(on: .answered(HTTPResponse(status: status)), &setbacks)
      #expect(outcome(verdict) == .retried)
    }
  }

  @Test(
    arguments: [
      (["Retry-After": "7"], 7), (["retry-after": "Tue, 14 Nov 2023 22:13:50 GMT"], 30),
      (["Retry-After": "Tue, 14 Nov 2023 22:13:50 GMT", "Date": "Tue, 14 Nov 2023 22:13:40 GMT"], 10),
      (["X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700000012"], 12),
      (["RateLimit-Remaining": "0", "RateLimit-Reset": "15"], 15),
    ] as [([String: String], Int)])
  func `the wait a server asks for is read from its headers`(headers: [String: String], seconds: Int) {
    for status in [403, 429] {
      #expect(
        verdict(.answered(response(status, headers)), repeatable: false)
          == .retry(after: .seconds(seconds), .everyRequest))
    }
  }

  @Test(arguments: ["-3", "0", "soon", "", "nan", "Tue, 14 Nov 2000 22:13:50 GMT"])
  func `a senseless wait is replaced by our own`(text: String) {
    #expect(
      verdict(.answered(response(429, ["Retry-After": text])), repeatable: false)
        == .retry(after: .milliseconds(250), .everyRequest))
  }

  @Test(arguments: ["90001", "99999999999999999", "99999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"])
  func `a quota is waited for until the next day, and no longer`(text: String) {
    let event = RetryRule.Event.answered(response(429, ["Retry-After": text]))
    #expect(outcome(verdict(event, repeatable: true)) == .throttled)
    let next = RetryRule.Event.answered(response(429, ["Retry-After": "86400"]))
    #expect(verdict(next, repeatable: true) == .retry(after: .seconds(86400), .everyRequest))
  }

  @Test func `maintenance of more than an hour is not waited for`() {
    let event = RetryRule.Event.answered(response(503, ["Retry-After": "3601"]))
    #expect(outcome(verdict(event, repeatable: true)) == .outage)
  }

  @Test(arguments: [(1, 0.0, 0), (1, 0.999, 499), (2, 0.5, 500), (4, 0.5, 2000)])
  func `waits grow with every try and differ by chance`(tries: Int, random: Double, milliseconds: Int) {
    #expect(
      verdict(.lost("cut"), repeatable: true, tries: tries, random: random)
        == .retry(after: .milliseconds(milliseconds), .thisRequest))
  }

  private func response(_ status: Int, _ headers: [String: String]) -> HTTPResponse {
    HTTPResponse(status: status, headers: headers.map { HTTPHeader($0.key, $0.value) })
  }
}
