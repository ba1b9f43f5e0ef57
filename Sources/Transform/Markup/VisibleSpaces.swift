import MigrationKit

extension Substring {
  /// One line whose indentation and runs of spaces can still be seen where markup joins them, as in logs and
  /// tables drawn by hand: no-break spaces stand between. Tabs reach to the next eighth column, as in a terminal.
  var withVisibleSpaces: Substring {
    let line = trimmingTrailingSpace
    guard line.withBytes(hidesSpaces) else { return line }
    var spaces = VisibleSpaces()
    for scalar in line.unicodeScalars { spaces.take(scalar) }
    return spaces.text[...]
  }
}

/// Whether there are more spaces than one between words.
private func hidesSpaces(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
  var before = UInt8(ascii: " ")
  for byte in line {
    if byte == tab || byte == UInt8(ascii: " ") && before == byte { return true }
    before = byte
  }
  return false
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
