import MigrationKit

/// A picture as an element of HTML shows it.
struct HTMLPicture {
  /// As it is written; empty where there is none.
  let source: String
  /// Those that stand in for it.
  var words = ""
  /// By its stated size.
  var isPixel = false
  /// Whether a small one stands in `src` until a script puts the real one there.
  var hasStopgap = false

  /// Such pictures count readers.
  var isUnseen: Bool { isPixel && words.isEmpty }

  init(source: String) {
    self.source = source.trimmingSpace
  }

  init(_ attributes: HTMLAttributes) {
    let shown = attributes["src"]?.trimmingSpace ?? ""
    let later = Self.later(attributes)
    hasStopgap = later != nil && DataAddress.isOne(shown)
    source = (shown.isEmpty || hasStopgap ? later : nil) ?? shown
    words = [attributes["alt"], attributes["title"]].compactMap { $0?.cleanLine }.first { !$0.isEmpty } ?? ""
    isPixel = Self.isPixel(attributes)
  }

  /// What pages load once it comes into sight.
  private static func later(_ attributes: HTMLAttributes) -> String? {
    let single = ["data-src", "data-original", "data-lazy-src"].compactMap { attributes[$0]?.trimmingSpace }
    return single.first { !$0.isEmpty } ?? largest(attributes["srcset"]) ?? largest(attributes["data-srcset"])
  }

  /// The last one of `srcset`, which lists them from small to large.
  static func largest(_ set: String?) -> String? {
    let words = (set ?? "").split(whereSeparator: \.isWhitespace).map { $0.last == "," ? $0.dropLast() : $0 }
    return words.last { word in
      guard let unit = word.last, "wxh".contains(unit) else { return !word.isEmpty }
      return Double(word.dropLast()) == nil
    }.map(String.init)
  }

  private static func isPixel(_ attributes: HTMLAttributes) -> Bool {
    let style = attributes.plainStyle?.split(separator: ";") ?? []
    let sizes = ["width", "height"].compactMap { side in
      let styled = style.last { $0.hasPrefix(side + ":") }?.dropFirst(side.count + 1)
      let size = styled.map { $0.prefix { $0 != "!" } } ?? attributes[side]?.trimmingSpace[...]
      return size.flatMap { Int($0.hasSuffix("px") ? $0.dropLast(2) : $0) }
    }
    return !sizes.isEmpty && (sizes.contains(0) || sizes.allSatisfy { $0 <= 1 })
  }
}
