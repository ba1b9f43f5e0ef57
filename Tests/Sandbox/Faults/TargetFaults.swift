// What can happen between `load` and Redmine.

extension Fault {
  /// How late an answer is that comes after the visitor's time-out of two seconds.
  package static let lateness = Duration.milliseconds(3500)
  /// By how much a search is behind.
  package static let searchLag = Duration.seconds(5)

  package static let targetFaults: [Fault] =
    droppedAnswers + brokenConnections + storms + gateways + lateAnswers + searches + fickleAnswers
    + nonsense(.target)

  private static let droppedAnswers: [Fault] =
    [RequestKind.create, .note, .upload, .watcher, .relation, .state, .time, .text].map { kind in
      let isRare = [.watcher, .relation, .time, .text].contains(kind)
      return Fault(
        "drop-reply-\(kind)", "carries out a \(kind) and closes the connection without an answer", on: [kind],
        rate: .firstTime(isRare ? 1 : 0.5), effect: .misreport(.nothing))
    }

  private static let brokenConnections = [
    Fault(
      "drop-request", "reads a writing request and closes the connection, carrying out nothing",
      on: RequestKind.writing, rate: .part(0.15), effect: .refuse(.nothing)),
    Fault(
      "reset-request", "resets the connection in the middle of a writing request",
      on: RequestKind.writing.subtracting([.upload]), rate: .part(0.15), effect: .hangUp),
    Fault(
      "reset-upload", "resets the connection in the middle of an upload", on: [.upload], rate: .part(0.4),
      effect: .hangUp),
    Fault(
      "reset-reply", "carries out a writing request and resets the connection in the middle of the answer",
      on: RequestKind.writing, rate: .part(0.15),
      effect: .spoil { $0.delivered(.reset(after: 40)) }),
    Fault(
      "stale-connection", "reads a writing request on a connection in use and hangs up, carrying out nothing",
      rate: .part(0.2), effect: .refuse(.nothing)
    ) { $0.ordinal > 1 && RequestKind($0).isWriting },
    Fault(
      "drip", "sends answers in drops of 40 bytes", on: Set(RequestKind.allCases), rate: .part(0.05),
      effect: .spoil { $0.delivered(.drip(byteCount: 40, pause: .milliseconds(10))) }),
    Fault(
      "hopeless-drip", "sends an answer so slowly that it will never be whole", on: Set(RequestKind.allCases),
      rate: .firstTime(0.02),
      effect: .spoil { $0.delivered(.drip(byteCount: 1, pause: .milliseconds(500))) }),
  ]

  private static let storms: [Fault] = [true, false].flatMap { tellsTime in
    [true, false].map { isJSON in
      let name = "storm\(tellsTime ? "" : "-silent")\(isJSON ? "-json" : "-text")"
      let summary =
        "answers 429 to 6 requests in a row, \(tellsTime ? "with" : "without") Retry-After, in \(isJSON ? "JSON" : "plain text")"
      return Fault(
        name, summary, on: Set(RequestKind.allCases), rate: .bursts(length: 6, every: 50),
        effect: .refuse(.tooMany(tellsTime: tellsTime, isJSON: isJSON)))
    }
  }

  private static let gateways: [Fault] = [502, 503, 504].flatMap { status in
    [
      Fault(
        "\(status)-before", "answers \(status) to a writing request and carries out nothing",
        on: RequestKind.writing, rate: .part(0.15), effect: .refuse(.gateway(status))),
      Fault(
        "\(status)-after", "carries out a writing request and answers \(status)", on: RequestKind.writing,
        rate: .part(0.15), effect: .misreport(.gateway(status))),
    ]
  }

  private static let lateAnswers = [
    Fault(
      "late-answer", "carries out a writing request and answers after the time-out", on: RequestKind.writing,
      rate: .firstTime(0.06), effect: .answerLate(lateness)),
    Fault(
      "late-execution", "carries out a writing request after the time-out", on: RequestKind.writing,
      rate: .firstTime(0.06), effect: .executeLate(lateness)),
  ]

  private static let searches = [
    Fault(
      "search-lags", "searches the books as they were five seconds ago", on: [.search], rate: .always,
      effect: .misread { $0.adding("X-Sandbox-Search-Lag", "\(searchLag / .seconds(1))") }),
    Fault(
      "search-unfiltered", "ignores the filter of a search and shows every issue", on: [.search],
      rate: .always,
      effect: .misread { $0.without { $0.hasPrefix("cf_") } }),
  ]
}
