/// Raised and lowered text, `10<sup>6</sup>` and `CO<sub>2</sub>`, in characters of its own. They read right wherever they
/// stand: in a word, in bold, in a link, in a table, in code. No language has marks for all of these places.
enum TextScript: Equatable {
  case raised, lowered

  /// Unicode's signs where each character has one, "10⁶"; else "^6", "^(n + 1)", "_2". White space at the ends stays outside.
  /// - Parameter isNested: whether it is raised or lowered from a line that is so itself: no signs are that high.
  func written(_ text: String, isNested: Bool) -> String {
    let words = text.trimmingSpace
    guard let start = text.unicodeScalars.firstIndex(where: { !$0.isSpace }) else { return text }
    let end = text.unicodeScalars.index(start, offsetBy: words.unicodeScalars.count)
    let script = (isNested ? nil : signs(words)) ?? marked(words)
    return text[..<start] + script + text[end...]
  }

  private func signs(_ words: String) -> String? {
    let table = self == .raised ? Self.raisedSigns : Self.loweredSigns
    var signs = String.UnicodeScalarView()
    for scalar in words.unicodeScalars {
      guard let sign = table[scalar] else { return nil }
      signs.append(sign)
    }
    return String(signs)
  }

  private func marked(_ words: String) -> String {
    let isOneSign = words.count == 1
    let isBracketed = words.first == "[" && words.last == "]" || words.first == "(" && words.last == ")"
    return (self == .raised ? "^" : "_") + (isOneSign || isBracketed ? words : "(\(words))")
  }

  private static let raisedSigns = table(
    "0123456789+-−=()abcdefghijklmnoprstuvwxyzABDEGHIJKLMNOPRTUVW",
    "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴬᴮᴰᴱᴳᴴᴵᴶᴷᴸᴹᴺᴼᴾᴿᵀᵁⱽᵂ")
  private static let loweredSigns = table(
    "0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")

  private static func table(_ characters: String, _ signs: String) -> [Unicode.Scalar: Unicode.Scalar] {
    Dictionary(uniqueKeysWithValues: zip(characters.unicodeScalars, signs.unicodeScalars))
  }
}
