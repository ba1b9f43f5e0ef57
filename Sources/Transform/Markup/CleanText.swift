/// The longest subject Redmine takes, in characters as it counts them (Unicode scalars).
let subjectLimit = 255

extension String {
  /// Without what breaks databases and terminals: control characters other than tab and line end go, every line
  /// end becomes LF.
  var cleanText: String {
    var scalars = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in unicodeScalars {
      switch scalar {
      case "\r": scalars.append("\n")
      case "\n" where afterReturn: break
      case "\n", "\t": scalars.append(scalar)
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
      default: scalars.append(scalar)
      }
      afterReturn = scalar == "\r"
    }
    return String(scalars)
  }

  /// On one line: each run of control characters and line ends becomes a space, none at the ends.
  var cleanLine: String {
    var scalars = String.UnicodeScalarView()
    var isGap = false
    for scalar in unicodeScalars {
      let breaksLine =
        scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
      if !breaksLine {
        if isGap, scalars.last != " " { scalars.append(" ") }
        scalars.append(scalar)
      }
      isGap = breaksLine
    }
    return String(scalars).trimmingSpace
  }

  /// Without the blank lines in front and the white space behind.
  var trimmingBlankEnds: String {
    let end = unicodeScalars.lastIndex { !$0.properties.isWhitespace }
    guard let end else { return "" }
    let body = self[...end].unicodeScalars
    let start = body.firstIndex { !$0.properties.isWhitespace } ?? body.startIndex
    let line = body[..<start].lastIndex(of: "\n").map(body.index(after:)) ?? body.startIndex
    return String(body[line...])
  }

  var trimmingSpace: String {
    let start = unicodeScalars.drop { $0.properties.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(start[...end])
  }

  /// Cut to so many Unicode scalars, the last of them "…"; no character is cut in two.
  func shortened(to limit: Int) -> String {
    guard unicodeScalars.count > limit else { return self }
    var kept = ""
    var count = 1
    for character in self {
      count += character.unicodeScalars.count
      if count > limit { break }
      kept.append(character)
    }
    return kept + "…"
  }
}
