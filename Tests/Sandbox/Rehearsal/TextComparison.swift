import MigrationKit

/// What must stand in a text of the target. Its markup is not judged here: what `load` fills in must be there, and the
/// first line's words that are the same in every markup.
struct TextComparison {
  let text: String
  /// New numbers by old ones.
  let numbers: [String: Int]

  func isKept(in shown: String) -> Bool {
    pieces.allSatisfy(shown.contains) && mentions.allSatisfy { isMentioned($0, in: shown) }
      && !shown.contains("⟦")
  }

  /// Of the first line, without what stands for something else.
  private var pieces: [String] {
    let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return Placeholder.replace(in: line) { _, _, _ in "\u{0}" }.split(separator: "\u{0}").map(String.init)
  }

  private var mentions: [String] {
    Placeholder.all(in: text).compactMap { placeholder in
      if case .ticket(let id, _) = placeholder { id.text } else { nil }
    }
  }

  /// As "#17", or in the address.
  private func isMentioned(_ ticket: String, in shown: String) -> Bool {
    guard let number = numbers[ticket] else { return true }
    return ["#\(number)", "/issues/\(number)"].contains { shown.contains($0) }
  }
}
