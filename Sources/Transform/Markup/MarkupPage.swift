import MigrationKit

/// A page in the new system's markup under construction: blocks with a blank line between them, inside of quotes.
struct MarkupPage {
  private let language: MarkupLanguage
  private var output: [UInt8] = []
  private var lastDepth = 0
  var quoteDepth = 0

  init(_ language: MarkupLanguage) {
    self.language = language
  }

  var text: String { String(decoding: output, as: UTF8.self) }

  /// Adds a block in which every line end shows.
  mutating func add(lines: String) {
    add(block: language == .commonMark ? lines.replacing("\n", with: "  \n") : lines)
  }

  /// Adds a block as it is.
  mutating func add(block: String) {
    if !output.isEmpty { addLine("", depth: min(lastDepth, quoteDepth)) }
    for line in block.split(separator: "\n", omittingEmptySubsequences: false) {
      addLine(line, depth: quoteDepth)
    }
    lastDepth = quoteDepth
  }

  private mutating func addLine(_ line: Substring, depth: Int) {
    if !output.isEmpty { output.append(UInt8(ascii: "\n")) }
    for level in 0..<depth {
      output.append(UInt8(ascii: ">"))
      if level < depth - 1 || !line.isEmpty { output.append(UInt8(ascii: " ")) }
    }
    output += line.utf8
  }
}
