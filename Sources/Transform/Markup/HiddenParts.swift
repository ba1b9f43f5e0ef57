import MigrationKit

/// Leaves out what a reader of an HTML text does not see.
struct HiddenParts {
  /// An element that is not shown, and how many of its name are open inside it.
  private var name: String?
  private var depth = 0

  /// Whether a token counts.
  mutating func shows(_ token: HTMLToken) -> Bool {
    if name != nil, !leave(token) { return false }
    guard case .start(let name, let attributes) = token, Self.isHidden(attributes)
    else { return true }
    if !HTMLNames.void.contains(name) { (self.name, depth) = (name, 1) }
    return false
  }

  /// Whether the token is behind the hidden element and counts again.
  private mutating func leave(_ token: HTMLToken) -> Bool {
    switch token {
    // A paragraph ends where the next block begins; its end tag may be left out.
    case .start(let other, _) where name == "p" && HTMLNames.gap(of: other, [:]) != nil:
      name = nil
      return true
    case .start(let other, _) where other == name: depth += 1
    case .end(let other) where other == name: depth -= 1
    default: break
    }
    if depth == 0 { name = nil }
    return false
  }

  private static func isHidden(_ attributes: HTMLAttributes) -> Bool {
    if attributes["hidden"] != nil { return true }
    guard let style = attributes["style"] else { return false }
    let declarations = style.plainDeclarations
    return declarations.holds("display:none") || declarations.holds("visibility:hidden")
  }
}

extension String {
  /// A style in lower case without white space.
  var plainDeclarations: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for scalar in unicodeScalars where !scalar.isSpace {
      if ("A"..."Z").contains(scalar) {
        bytes.append(UInt8(scalar.value) | 0x20)
      } else {
        bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
