import Sandbox

/// What a scenario came to: one line of the table.
struct Outcome: Sendable {
  /// What was counted while it ran.
  struct Tally: Sendable {
    /// How often the fault struck, or the kill fell.
    var struck = 0
    /// Runs of extract, transform and load, those that were killed included.
    var runs = 0
    var duplicates = 0
    var holes = 0
    var misplaced = 0

    mutating func add(_ findings: BooksFindings) {
      duplicates += findings.duplicates.count
      holes += findings.holes.count
      misplaced += findings.misplaced.count
    }
  }

  enum Verdict: Sendable, Equatable {
    case held
    /// Nothing is proven.
    case notStruck
    case skipped(String)
    case failed(String)

    init(_ error: any Error) {
      self =
        switch error {
        case let skipped as Skipped: .skipped(skipped.reason)
        case let broken as Broken: .failed(broken.reason)
        default: .failed("\(error)")
        }
    }

    /// For the table; the first line of a reason is enough there.
    var words: String {
      switch self {
      case .held: "ok"
      case .notStruck: "not struck"
      case .skipped(let reason): "skipped: \(Self.beginning(of: reason))"
      case .failed(let reason): "FAILED: \(Self.beginning(of: reason))"
      }
    }

    private static func beginning(of reason: String) -> Substring {
      reason.prefix { !$0.isNewline }.prefix(160)
    }
  }

  let scenario: String
  var tally = Tally()
  var verdict = Verdict.notStruck
  var duration = Duration.zero

  /// Proven, or said why it could not be tried here.
  var isGood: Bool {
    switch verdict {
    case .held, .skipped: true
    case .notStruck, .failed: false
    }
  }

  init(scenario: String) { self.scenario = scenario }
}
