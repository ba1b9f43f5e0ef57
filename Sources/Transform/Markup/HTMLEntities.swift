/// Character references of HTML: `&amp;`, `&#8364;`, `&#x20AC;`.
enum HTMLEntities {
  /// Replaces what is known and leaves the rest as it stands.
  /// - Parameter inAttribute: where names without a semicolon may be an address's own words.
  static func decode(_ bytes: ArraySlice<UInt8>, inAttribute: Bool = false) -> String {
    guard bytes.contains(UInt8(ascii: "&")) else { return String(decoding: bytes, as: UTF8.self) }
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count)
    var rest = bytes
    while let sign = rest.firstIndex(of: UInt8(ascii: "&")) {
      output += rest[..<sign]
      rest = rest[(sign + 1)...]
      if let (scalar, length) = reference(rest, inAttribute) {
        output += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        rest = rest.dropFirst(length)
      } else {
        output.append(UInt8(ascii: "&"))
      }
    }
    return String(decoding: output + rest, as: UTF8.self)
  }

  /// The character and the length of what stands behind a "&".
  private static func reference(_ rest: ArraySlice<UInt8>, _ inAttribute: Bool) -> (Unicode.Scalar, Int)? {
    let word = rest.prefix(12).prefix { isWordByte($0) }
    guard !word.isEmpty else { return nil }
    let isClosed = rest.dropFirst(word.count).first == UInt8(ascii: ";")
    let length = word.count + (isClosed ? 1 : 0)
    if word.first == UInt8(ascii: "#") {
      return number(String(decoding: word.dropFirst(), as: UTF8.self)).map { ($0, length) }
    }
    let name = String(decoding: word, as: UTF8.self)
    if isClosed, let scalar = names[name] { return (scalar, length) }
    return inAttribute ? nil : unclosed(name)
  }

  /// The longest of the old names that a word begins with.
  private static func unclosed(_ word: String) -> (Unicode.Scalar, Int)? {
    for length in stride(from: min(word.utf8.count, 6), to: 1, by: -1) {
      let name = String(word.prefix(length))
      if unclosedNames.contains(name), let scalar = names[name] { return (scalar, length) }
    }
    return nil
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "#"): true
    default: false
    }
  }

  private static func number(_ digits: String) -> Unicode.Scalar? {
    let isHexadecimal = digits.first == "x" || digits.first == "X"
    let value = isHexadecimal ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    guard let value else { return nil }
    if (0x80...0x9F).contains(value) { return windows1252[Int(value - 0x80)] }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  /// Numbers 128–159 mean what they mean in Windows-1252: editors of the nineties wrote them so.
  private static let windows1252 = Array(
    "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ".unicodeScalars)

  /// Browsers read these without a semicolon too.
  private static let unclosedNames = Set(
    ["amp", "lt", "gt", "quot"] + latin1.split(separator: " ").map(String.init))

  /// U+00A0 to U+00FF in order.
  private static let latin1 = """
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute \
    micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring \
    AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml \
    times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil \
    egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash \
    ugrave uacute ucirc uuml yacute thorn yuml
    """

  private static let others = """
    amp & lt < gt > quot " apos ' OElig Œ oelig œ Scaron Š scaron š Yuml Ÿ fnof ƒ circ ˆ tilde ˜ ndash – mdash — \
    lsquo ‘ rsquo ’ sbquo ‚ ldquo “ rdquo ” bdquo „ dagger † Dagger ‡ bull • hellip … permil ‰ prime ′ Prime ″ \
    lsaquo ‹ rsaquo › oline ‾ frasl ⁄ euro € trade ™ larr ← uarr ↑ rarr → darr ↓ harr ↔ rArr ⇒ hArr ⇔ lArr ⇐ \
    forall ∀ part ∂ exist ∃ empty ∅ nabla ∇ isin ∈ notin ∉ ni ∋ prod ∏ sum ∑ minus − lowast ∗ radic √ prop ∝ \
    infin ∞ ang ∠ and ∧ or ∨ cap ∩ cup ∪ int ∫ there4 ∴ sim ∼ cong ≅ asymp ≈ ne ≠ equiv ≡ le ≤ ge ≥ sub ⊂ sup ⊃ \
    sube ⊆ supe ⊇ oplus ⊕ otimes ⊗ perp ⊥ sdot ⋅ loz ◊ spades ♠ clubs ♣ hearts ♥ diams ♦ check ✓ \
    Alpha Α Beta Β Gamma Γ Delta Δ Epsilon Ε Zeta Ζ Eta Η Theta Θ Iota Ι Kappa Κ Lambda Λ Mu Μ Nu Ν Xi Ξ \
    Omicron Ο Pi Π Rho Ρ Sigma Σ Tau Τ Upsilon Υ Phi Φ Chi Χ Psi Ψ Omega Ω alpha α beta β gamma γ delta δ \
    epsilon ε zeta ζ eta η theta θ iota ι kappa κ lambda λ mu μ nu ν xi ξ omicron ο pi π rho ρ sigmaf ς sigma σ \
    tau τ upsilon υ phi φ chi χ psi ψ omega ω thetasym ϑ upsih ϒ piv ϖ
    """

  private static let names: [String: Unicode.Scalar] = {
    var names: [String: Unicode.Scalar] = ["ensp": "\u{2002}", "emsp": "\u{2003}", "thinsp": "\u{2009}"]
    names.merge(["zwnj": "\u{200C}", "zwj": "\u{200D}", "lrm": "\u{200E}", "rlm": "\u{200F}"]) { first, _ in
      first
    }
    for (offset, name) in latin1.split(separator: " ").enumerated() {
      names[String(name)] = Unicode.Scalar(UInt8(0xA0 + offset))
    }
    let words = others.split(separator: " ")
    for index in stride(from: 0, to: words.count - 1, by: 2) {
      names[String(words[index])] = words[index + 1].unicodeScalars.first
    }
    return names
  }()
}
