import MigrationKit

/// A page in the new system's markup under construction: blocks below each other, inside of quotes and items.
struct MarkupPage {
  /// What stands in front of each line of a block.
  enum Margin: Equatable {
    case quote
    /// An item of a list, by its mark ("-", "12."), which stands in front of its first line only.
    case item(String)
  }

  private let language: MarkupLanguage
  private var output: [UInt8] = []
  private(set) var margins: [Margin] = []
  /// How many margins the last block had in common with what comes next.
  private var shared = 0
  /// Items whose mark is still to be written.
  private var unmarked: Set<Int> = []

  /// The next block follows without a blank line.
  var isTight = false
  /// Whether the next block is an item's.
  var isInItem: Bool { margins.last.map { $0 != .quote } ?? false }

  init(_ language: MarkupLanguage) {
    self.language = language
  }

  var text: String { String(decoding: output, as: UTF8.self) }

  var quoteDepth: Int { margins.count { $0 == .quote } }

  mutating func begin(_ margin: Margin) {
    if margin != .quote { unmarked.insert(margins.count) }
    margins.append(margin)
  }

  mutating func end() {
    margins.removeLast()
    unmarked.remove(margins.count)
    shared = min(shared, margins.count)
  }

  /// Adds a block in which every line end shows: by itself in Textile and, as Redmine sets it up, in Redcarpet,
  /// but not in its tight lists.
  mutating func add(lines: String) {
    let isMarked = language == .commonMark || language == .markdown && margins.contains { $0 != .quote }
    add(block: lines, breaks: isMarked ? "  " : "")
  }

  /// Adds a block as it is.
  /// - Parameter breaks: what stands behind each of its lines but the last.
  mutating func add(block: String, breaks: String = "") {
    if !output.isEmpty, !isTight { addLine([], margins: margins.prefix(shared)) }
    var rest = Array(block.utf8)[...]
    while let end = rest.firstIndex(of: lineFeed) {
      addLine(rest[..<end], margins: margins[...], breaks)
      rest = rest[(end + 1)...]
    }
    addLine(rest, margins: margins[...])
    shared = margins.count
    isTight = false
  }

  /// Adds a block whose later lines stand as they are, margins or not.
  mutating func add(verbatim block: String) {
    if !output.isEmpty, !isTight { addLine([], margins: margins.prefix(shared)) }
    addLine(Array(block.utf8)[...], margins: margins[...])
    shared = margins.count
    isTight = false
  }

  private mutating func addLine(
    _ line: ArraySlice<UInt8>, margins: ArraySlice<Margin>, _ breaks: String = ""
  ) {
    if !output.isEmpty { output.append(lineFeed) }
    let start = output.count
    let isBlank = line.isEmpty && breaks.isEmpty
    for (index, margin) in margins.enumerated() { write(margin, index, isBlank: isBlank) }
    output += line
    output += breaks.utf8
    while isBlank, output.count > start, output.last == UInt8(ascii: " ") { output.removeLast() }
  }

  /// Four columns an item: Redcarpet wants no fewer, and CommonMark takes them for no code.
  private mutating func write(_ margin: Margin, _ index: Int, isBlank: Bool) {
    switch margin {
    case .quote: output += "> ".utf8
    case .item(let mark) where unmarked.contains(index) && !isBlank:
      output += (mark + " ").utf8
      unmarked.remove(index)
    case .item: output += "    ".utf8
    }
  }
}
