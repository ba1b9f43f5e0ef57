/// Markup that is safe to put into a page: what is written in the program's own text stands as it is, every value put
/// into it is escaped.
///
///     let cell: HTML = "<td>\(subject)</td>"
struct HTML: ExpressibleByStringInterpolation, Sendable {
  let source: String

  init(stringLiteral value: String) { source = value }
  init(stringInterpolation: StringInterpolation) { source = stringInterpolation.source }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var source = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      source.reserveCapacity(literalCapacity + 16 * interpolationCount)
    }

    mutating func appendLiteral(_ literal: String) { source += literal }
    mutating func appendInterpolation(_ html: HTML) { source += html.source }
    mutating func appendInterpolation(_ parts: [HTML]) { for part in parts { source += part.source } }
    /// Escaped for text and for attributes in double quotes.
    mutating func appendInterpolation(_ text: String) { source += escaped(text) }
    /// "1,200".
    mutating func appendInterpolation(_ count: Int) { source += grouped(count) }
    /// "1200", as coordinates and ids want it.
    mutating func appendInterpolation(plain number: Int) { source += String(number) }
  }
}

extension HTML {
  /// The text as a link, or the text alone where the address is not one a browser should follow.
  static func link(_ text: String, to url: String?) -> HTML {
    guard let url, WebAddress.isSafe(url) else { return "\(text)" }
    return "<a href=\"\(url)\" rel=\"noreferrer\">\(text)</a>"
  }

  /// Long texts from tickets are cut: the page is to be read, and the whole is in the files.
  static func clipped(_ text: String, to length: Int = 140) -> HTML { "\(text.clipped(to: length))" }
}

extension String {
  /// Counted in Unicode scalars: one character of a ticket can be made of thousands.
  func clipped(to length: Int) -> String {
    if utf8.count <= length, utf8.allSatisfy(\.isSurelyNoSpace) { return self }
    let start = unicodeScalars.prefix(length)
    let line = String(String.UnicodeScalarView(start.map { $0.properties.isWhitespace ? " " : $0 }))
    return start.endIndex < unicodeScalars.endIndex ? line + "…" : line
  }
}

extension UInt8 {
  /// No control character, and not the first byte of one of the white spaces behind ASCII; the blank is as it should be.
  fileprivate var isSurelyNoSpace: Bool { self >= 0x20 && self != 0xC2 && !(0xE1...0xE3).contains(self) }
}

/// Which addresses may become links: a ticket may hold `javascript:` and worse.
enum WebAddress {
  static func isSafe(_ url: String) -> Bool {
    let start = url.prefix(8).lowercased()
    return (start.hasPrefix("https://") || start.hasPrefix("http://"))
      && url.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
  }
}

/// Control characters and overrides of the writing direction are replaced too: they have no place in a page.
private func escaped(_ text: String) -> String {
  var result = ""
  result.reserveCapacity(text.utf8.count)
  for scalar in printable(text).unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}
