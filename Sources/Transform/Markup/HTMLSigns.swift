/// What elements say without text, as text: a box that is ticked, how a word is read, what in a formula is above and below.
/// Without these signs their content would read as something else.
struct HTMLSigns {
  /// Whether text is only the parentheses for browsers that do not know how to show readings.
  private(set) var isFallback = false
  private var isInReading = false
  private var formula: [FormulaPart] = []

  /// Deeper parts are written one behind the other.
  private static let deepest = 24

  /// Names whose tags can have signs; for others there is nothing to be asked.
  static func areKnown(for name: String) -> Bool { name.first == "m" || others.contains(name) }

  private static let others: Set<String> = ["input", "option", "rt", "rp", "rb", "ruby"]

  /// What stands at the start of an element.
  mutating func begin(_ name: String, _ attributes: HTMLAttributes) -> String {
    switch name {
    case "input": Self.tick(attributes)
    case "option": attributes["selected"] == nil ? "" : "☑ "
    case "rt", "rp", "rb": endReading() + beginReading(name)
    default: name == "math" || !formula.isEmpty ? beginPart(name) : ""
    }
  }

  /// What stands at its end.
  mutating func end(_ name: String) -> String {
    switch name {
    case "rt", "ruby": return endReading()
    case "rp":
      isFallback = false
      return ""
    default: return formula.isEmpty ? "" : endPart(name)
    }
  }

  private static func tick(_ attributes: HTMLAttributes) -> String {
    let isTicked = attributes["checked"] != nil
    switch attributes["type"]?.lowercased() {
    case "checkbox": return isTicked ? "☑ " : "☐ "
    case "radio": return isTicked ? "◉ " : "○ "
    default: return ""
    }
  }

  // MARK: Readings

  private mutating func beginReading(_ name: String) -> String {
    isFallback = name == "rp"
    isInReading = name == "rt"
    return isInReading ? "(" : ""
  }

  private mutating func endReading() -> String {
    isFallback = false
    defer { isInReading = false }
    return isInReading ? ")" : ""
  }

  // MARK: Formulas

  private struct FormulaPart {
    let name: String
    var children = 0
    /// What is written at its end.
    let close: String
  }

  private mutating func beginPart(_ name: String) -> String {
    guard formula.count < Self.deepest else { return "" }
    var sign = ""
    if let last = formula.indices.last {
      sign = Self.sign(formula[last].name, formula[last].children)
      formula[last].children += 1
    }
    let isOperand = formula.last.map { Self.layouts.contains($0.name) } ?? false
    let isGrouped = name == "msqrt" || isOperand && !Self.leaves.contains(name)
    if name == "msqrt" { sign += "√" }
    formula.append(FormulaPart(name: name, close: isGrouped ? ")" : ""))
    return sign + (isGrouped ? "(" : "")
  }

  private mutating func endPart(_ name: String) -> String {
    guard let index = formula.lastIndex(where: { $0.name == name }) else { return "" }
    defer { formula.removeSubrange(index...) }
    return formula[index...].reversed().map(\.close).joined()
  }

  /// What stands in front of a part's child.
  private static func sign(_ parent: String, _ child: Int) -> String {
    switch (parent, child) {
    case ("msup", 1), ("mover", 1), ("msubsup", 2), ("munderover", 2): "^"
    case ("msub", 1), ("munder", 1), ("msubsup", 1), ("munderover", 1): "_"
    case ("mfrac", 1): "/"
    case ("mroot", 1): "√"
    default: ""
    }
  }

  private static let layouts: Set<String> = [
    "msup", "msub", "msubsup", "mfrac", "mroot", "mover", "munder", "munderover",
  ]
  private static let leaves: Set<String> = ["mi", "mn", "mo", "mtext", "ms"]
}
