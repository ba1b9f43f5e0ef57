import MigrationKit

/// The styles that are open while an HTML text is read, however they are nested.
struct HTMLStyleStack: Equatable {
  /// What an element makes of its text, by its name or by its own style.
  private enum Effect: Equatable {
    case script(TextScript)
    case struck
  }

  private struct Styled: Equatable {
    let name: String
    let effect: Effect
    /// How many of its name are open inside it, itself counted.
    var depth = 1
  }

  /// How many of each mark are open, by its bit.
  private var counts = [0, 0, 0, 0, 0]
  /// The innermost last.
  private var styled: [Styled] = []
  var address: String?

  /// Deeper elements have no effect.
  private static let deepest = 24

  var style: HTMLStyle {
    var style = HTMLStyle(address: address)
    for (bit, count) in counts.enumerated() where count > 0 {
      style.marks.insert(HTMLStyle.Marks(rawValue: 1 << bit))
    }
    // No language has struck code.
    if isStruck { style.marks = style.marks.subtracting(.code).union(.strike) }
    if style.marks.contains(.code) {
      style.marks = .code
      return style
    }
    // Every link is underlined.
    if address != nil { style.marks.remove(.underline) }
    return style
  }

  var isStruck: Bool { counts[HTMLStyle.Marks.strike.bit] > 0 || styled.contains { $0.effect == .struck } }

  /// The text as it is raised or lowered here.
  func scripted(_ text: String) -> String {
    if styled.isEmpty { return text }
    let scripts = styled.compactMap { if case .script(let script) = $0.effect { script } else { nil } }
    return scripts.last?.written(text, isNested: scripts.count > 1) ?? text
  }

  /// - Parameter style: the element's, plainly written.
  mutating func begin(_ name: String, _ style: String? = nil) {
    if let mark = Self.marks[name] { counts[mark.bit] += 1 }
    if let effect = Self.effect(of: name, style) {
      if styled.count < Self.deepest { styled.append(Styled(name: name, effect: effect)) }
    } else if let index = styled.lastIndex(where: { $0.name == name }) {
      styled[index].depth += 1
    }
  }

  mutating func end(_ name: String) {
    if let mark = Self.marks[name], counts[mark.bit] > 0 { counts[mark.bit] -= 1 }
    guard let index = styled.lastIndex(where: { $0.name == name }) else { return }
    styled[index].depth -= 1
    if styled[index].depth == 0 { styled.removeSubrange(index...) }
  }

  /// Nothing is raised or lowered beyond a paragraph's end, also where an end tag is missing.
  mutating func endScripts() {
    if !styled.isEmpty { styled.removeAll { $0.effect != .struck } }
  }

  private static func effect(of name: String, _ style: String?) -> Effect? {
    switch name {
    case "sup": return .script(.raised)
    case "sub": return .script(.lowered)
    default: break
    }
    guard let style, !HTMLNames.void.contains(name) else { return nil }
    if style.holds("line-through") { return .struck }
    guard style.holds("vertical-align:") || style.holds("text-raise:"), HTMLNames.gap(of: name, [:]) == nil
    else { return nil }
    return script(of: "vertical-align:", in: style) ?? script(of: "text-raise:", in: style)
  }

  /// "super", "sub", and lengths above or below the line: "4.0pt", "-30%"; Word writes `mso-text-raise`.
  private static func script(of property: String, in style: String) -> Effect? {
    guard let range = style.firstRange(of: property) else { return nil }
    let value = style[range.upperBound...].drop { $0 == " " }
    if value.hasPrefix("super") || value.hasPrefix("text-top") { return .script(.raised) }
    if value.hasPrefix("sub") || value.hasPrefix("text-bottom") { return .script(.lowered) }
    let length = value.prefix { $0.isASCII && ($0.isNumber || ".-+".contains($0)) }
    guard let height = Double(length), height != 0 else { return nil }
    return .script(height > 0 ? .raised : .lowered)
  }

  private static let marks: [String: HTMLStyle.Marks] = [
    "b": .strong, "strong": .strong, "i": .emphasis, "em": .emphasis, "cite": .emphasis, "dfn": .emphasis,
    "var": .emphasis, "code": .code, "tt": .code, "kbd": .code, "samp": .code, "s": .strike,
    "strike": .strike,
    "del": .strike, "u": .underline, "ins": .underline,
  ]
}

extension HTMLStyle.Marks {
  /// The number of its only bit.
  fileprivate var bit: Int { rawValue.trailingZeroBitCount }
}
