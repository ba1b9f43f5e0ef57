extension String {
  /// One line whose indentation and runs of spaces can still be seen where markup joins them, as in logs and
  /// tables drawn by hand: no-break spaces stand between. Tabs reach to the next eighth column, as in a terminal.
  var withVisibleSpaces: String {
    let line = trimmingTrailingSpace
    guard line.hasPrefix(" ") || line.contains("  ") || line.contains("\t") else { return line }
    var spaces = VisibleSpaces()
    for scalar in line.unicodeScalars { spaces.take(scalar) }
    return spaces.text
  }

  var trimmingTrailingSpace: String {
    guard let last = unicodeScalars.lastIndex(where: { !$0.properties.isWhitespace }) else { return "" }
    return String(self[...last])
  }
}

private struct VisibleSpaces {
  var text = ""
  private var column = 0
  private var waiting = 0

  mutating func take(_ scalar: Unicode.Scalar) {
    switch scalar {
    case " ": waiting += 1
    case "\t": waiting += 8 - (column + waiting) % 8
    default:
      writeSpaces(before: scalar)
      text.unicodeScalars.append(scalar)
      column += 1
    }
  }

  /// Ordinary spaces at both ends where there are enough: links and words are looked for behind those.
  private mutating func writeSpaces(before scalar: Unicode.Scalar) {
    let atStart = text.isEmpty
    let isWord = scalar == "h" || scalar == "w" || scalar == "f"
    switch waiting {
    case 0: break
    case 1: text += atStart ? "\u{A0}" : " "
    case 2 where !isWord && !atStart: text += " \u{A0}"
    default:
      if !atStart && waiting > 2 { text += " " }
      text += String(repeating: "\u{A0}", count: waiting - (!atStart && waiting > 2 ? 2 : 1)) + " "
    }
    column += waiting
    waiting = 0
  }
}
