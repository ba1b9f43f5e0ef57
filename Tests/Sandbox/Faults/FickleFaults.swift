// Answers that are believable, and wrong.

extension Fault {
  package static let fickleAnswers = [
    Fault(
      "405-created", "carries out a creation and answers 405", on: [.create], rate: .firstTime(0.5),
      effect: .misreport(.page(405))),
    Fault(
      "500-created", "carries out a writing request and answers 500 with a page", on: RequestKind.writing,
      rate: .part(0.15), effect: .misreport(.page(500))),
    Fault(
      "500-empty-created", "carries out a writing request and answers 500 with nothing",
      on: RequestKind.writing, rate: .part(0.15), effect: .misreport(WebResponse(status: 500))),
    Fault(
      "404-once", "does not know an issue the first time", on: [.note, .state, .watcher, .relation],
      rate: .firstTime(0.2), effect: .refuse(.empty(404))),
    Fault(
      "422-once", "refuses something with words the first time", on: RequestKind.writing,
      rate: .firstTime(0.2), effect: .refuse(.errors(["The moon is in the wrong place"]))),
    Fault(
      "poison-text", "answers 500 to every ticket and note that holds the word \(poison)", rate: .always,
      effect: .refuse(.page(500))
    ) { [.create, .note].contains(RequestKind($0)) && $0.body.holds(poison) },
  ]

  /// What `poison-text` cannot bear.
  package static let poison = "Zugang"

  /// What a proxy, a log-in page or a broken compressor makes of any answer.
  static func nonsense(_ system: System) -> [Fault] {
    let prefix = system == .source ? "source-" : ""
    let spoken: Set<RequestKind> = [.create, .upload, .relation, .search, .list, .question]
    func fault(
      _ name: String, _ summary: String, on kinds: Set<RequestKind> = Set(RequestKind.allCases),
      _ effect: FaultEffect
    ) -> Fault {
      Fault(
        prefix + name, summary, system: system, on: kinds, rate: .part(system == .source ? 0.03 : 0.06),
        effect: effect)
    }
    return [
      fault(
        "html-200", "carries out and answers a page with 200",
        .misreport(.page(200))),
      fault(
        "login-page", "carries out nothing and redirects to a log-in page",
        .refuse(WebResponse(status: 302, headers: [("Location", "/login?back_url=%2F")]))),
      fault(
        "truncated-json", "carries out and answers half of the JSON, with the length of the half", on: spoken,
        .spoil { $0.halved }),
      fault(
        "short-gzip", "carries out and answers gzip whose end is missing, with its right length", on: spoken,
        .spoil { $0.compressedShort }),
    ]
  }
}

extension [UInt8] {
  func holds(_ text: String) -> Bool { String(decoding: self, as: UTF8.self).contains(text) }
}
