import MigrationKit

/// Where a text is code, which systems show letter by letter.
enum CodeRanges {
  /// In the text's order, without overlaps.
  static func all(in text: String, _ language: MarkupLanguage) -> [Range<String.Index>] {
    var ranges: [Range<String.Index>] = []
    var index = text.startIndex
    while index < text.endIndex {
      if let end = end(of: text[index...], language) {
        ranges.append(index..<end)
        index = end
      } else {
        index = text.index(after: index)
      }
    }
    return ranges
  }

  /// Where the code that begins here ends; nil where none begins.
  private static func end(of rest: Substring, _ language: MarkupLanguage) -> String.Index? {
    switch (rest.first, language) {
    case ("<", _): endOfElement(rest)
    case ("@", .textile): endOfInlineCode(rest)
    case (_, .textile), (_, .plain): nil
    case ("`", _): endOfFence(rest) ?? endOfTicks(rest)
    case ("~", _): endOfFence(rest)
    case (" ", _), ("\t", _): endOfIndented(rest)
    default: nil
    }
  }

  /// `<pre>` and `<code>`, which every language of Redmine's knows.
  private static func endOfElement(_ rest: Substring) -> String.Index? {
    for tag in ["pre", "code"] where rest.prefix(tag.count + 1).lowercased() == "<\(tag)" {
      return rest.firstRange(of: "</\(tag)>")?.upperBound ?? rest.endIndex
    }
    return nil
  }

  /// From one line of "```" or "~~~" to the next.
  private static func endOfFence(_ rest: Substring) -> String.Index? {
    let fence = rest.prefix { $0 == rest.first }
    guard rest.startsLine, fence.count >= 3 else { return nil }
    return rest[fence.endIndex...].firstRange(of: "\n\(fence)")?.upperBound ?? rest.endIndex
  }

  /// "`code`", "``code``": as many signs behind it as in front, within one paragraph.
  private static func endOfTicks(_ rest: Substring) -> String.Index? {
    guard rest.before != "`" else { return nil }
    let ticks = rest.prefix { $0 == "`" }
    var inner = rest[ticks.endIndex...]
    inner = inner[..<(inner.firstRange(of: "\n\n")?.lowerBound ?? inner.endIndex)]
    while let start = inner.firstIndex(of: "`") {
      let run = inner[start...].prefix { $0 == "`" }
      if run.count == ticks.count { return run.endIndex }
      inner = inner[run.endIndex...]
    }
    return nil
  }

  /// "@code@" of Textile, on one line.
  private static func endOfInlineCode(_ rest: Substring) -> String.Index? {
    let inner = rest.dropFirst().prefix { !$0.isNewline }
    guard rest.before?.isOfWord != true, let first = inner.first, !first.isWhitespace, first != "@",
      let close = inner.firstIndex(of: "@"), inner[..<close].last?.isWhitespace == false
    else { return nil }
    let end = inner.index(after: close)
    return rest[end...].first?.isOfWord == true ? nil : end
  }

  /// Lines that begin with four blanks, behind an empty one; below an item of a list that is more of the item.
  private static func endOfIndented(_ rest: Substring) -> String.Index? {
    let front = rest.base[..<rest.startIndex]
    guard rest.startsLine, rest.isIndented, front.isEmpty || front.hasSuffix("\n\n"), !front.endsInList else {
      return nil
    }
    var end = rest.endOfLine
    while end < rest.endIndex {
      let next = rest[rest.index(after: end)...]
      guard next.isIndented else { break }
      end = next.endOfLine
    }
    return end
  }
}

extension Substring {
  /// What stands in front of it in its text.
  fileprivate var before: Character? {
    startIndex == base.startIndex ? nil : base[base.index(before: startIndex)]
  }

  fileprivate var startsLine: Bool { before?.isNewline ?? true }

  fileprivate var isIndented: Bool { hasPrefix("    ") || hasPrefix("\t") }

  fileprivate var endOfLine: Index { firstIndex(of: "\n") ?? endIndex }

  /// Whether the last line that is not empty is an item's, or indented itself.
  fileprivate var endsInList: Bool {
    guard let end = lastIndex(where: { !$0.isNewline }) else { return false }
    let line = self[...end]
    let last = line[(line.lastIndex(of: "\n").map { line.index(after: $0) } ?? line.startIndex)...]
    let number = last.prefix { $0.isNumber }
    let mark = last[number.endIndex...].prefix(2)
    return last.first?.isWhitespace == true
      || (number.isEmpty ? ["- ", "* ", "+ "] : [". ", ") "]).contains(mark)
  }
}

extension Character {
  fileprivate var isOfWord: Bool { isLetter || isNumber }
}
