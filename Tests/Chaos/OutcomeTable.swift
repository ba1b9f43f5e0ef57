import Foundation

/// All outcomes, for the terminal and for a document.
struct OutcomeTable {
  let outcomes: [Outcome]

  private static let head = [
    "fault", "struck", "runs", "duplicates", "holes", "wrong order", "seconds", "verdict",
  ]

  private var rows: [[String]] {
    outcomes.map { outcome in
      let tally = outcome.tally
      let numbers = [tally.struck, tally.runs, tally.duplicates, tally.holes, tally.misplaced]
      return [outcome.scenario] + numbers.map(String.init)
        + [String(outcome.duration.components.seconds), outcome.verdict.words]
    }
  }

  /// Columns under each other.
  var text: String {
    let all = [Self.head] + rows
    let widths = Self.head.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { row in
      zip(row, widths).enumerated().map { index, cell in
        let isLast = index == row.count - 1
        let padding = isLast ? "" : String(repeating: " ", count: cell.1 - cell.0.count)
        return (1...6).contains(index) ? padding + cell.0 : cell.0 + padding
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  var markdown: String {
    let lines = ["| \(Self.head.joined(separator: " | ")) |", "|---|--:|--:|--:|--:|--:|--:|---|"]
    let cells = rows.map { row in
      "| \(row.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ")) |"
    }
    return (lines + cells).joined(separator: "\n")
  }

  static let beginning = "<!-- measured: begin -->"
  static let end = "<!-- measured: end -->"

  /// Puts the table and a line above it between the two marks of a document; a document that is not there is made of
  /// just these.
  func paste(into path: String, below line: String) throws {
    let measured = "\(Self.beginning)\n\(line)\n\n\(markdown)\n\(Self.end)"
    guard FileManager.default.fileExists(atPath: path) else {
      return try Data("\(measured)\n".utf8).write(to: URL(filePath: path))
    }
    let text = try String(contentsOfFile: path, encoding: .utf8)
    guard let begin = text.range(of: Self.beginning), let end = text.range(of: Self.end) else {
      throw ChaosUsageError(description: "\(path) lacks the lines \(Self.beginning) and \(Self.end)")
    }
    let whole = text.replacingCharacters(in: begin.lowerBound..<end.upperBound, with: measured)
    try Data(whole.utf8).write(to: URL(filePath: path))
  }
}
