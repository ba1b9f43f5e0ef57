import MigrationKit

/// Finds what a sender has hidden. It is shown, as on the old system's page, which takes such styles away: nothing that was
/// read there is missing, and an element that is never closed hides no rest.
struct HiddenParts {
  /// A hidden element, and how many of its name are open inside it.
  private var name: String?
  private var depth = 0
  private var isCounted = false

  /// - Returns: whether this is the first text of a hidden element.
  mutating func reveals(_ text: String) -> Bool {
    guard name != nil, !isCounted, !text.isBlank else { return false }
    isCounted = true
    return true
  }

  /// - Parameter style: the element's, plainly written.
  mutating func begin(_ other: String, _ attributes: HTMLAttributes, _ style: String?) {
    // A paragraph ends where the next block begins; its end tag may be left out.
    if name == "p", HTMLNames.gap(of: other, [:]) != nil { name = nil }
    if name != nil {
      if other == name { depth += 1 }
    } else if attributes["hidden"] != nil || style.map(Self.hides) == true, !HTMLNames.void.contains(other) {
      (name, depth, isCounted) = (other, 1, false)
    }
  }

  mutating func end(_ other: String) {
    guard other == name else { return }
    depth -= 1
    if depth == 0 { name = nil }
  }

  private static func hides(_ style: String) -> Bool {
    hiding.contains { style.holds($0) } || vanishing.contains { style.hasZero(behind: $0) }
  }

  private static let hiding: [StaticString] = ["display:none", "visibility:hidden", "mso-hide:all"]
  private static let vanishing: [StaticString] = ["font-size:0", "opacity:0"]
}

extension String {
  /// Whether the "0" that these words end with is all of a number.
  fileprivate func hasZero(behind words: StaticString) -> Bool {
    guard let start = self[...].place(of: words) else { return false }
    let next = utf8.dropFirst(start + words.utf8CodeUnitCount).first
    return next.map { !$0.isDigit && $0 != UInt8(ascii: ".") } ?? true
  }
}

extension HTMLAttributes {
  /// The element's own style in lower case without white space: "display:none;color:red".
  var plainStyle: String? {
    self["style"].map { style in
      String(
        decoding: style.utf8.lazy.filter { !$0.isSpace }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 },
        as: UTF8.self)
    }
  }
}
