import MigrationKit

/// Lists as Outlook writes them: paragraphs that say at which level they are, each with its mark as text.
struct WordList {
  private struct Item {
    let level: Int
    var mark = ""
    var inlines: [HTMLInline] = []

    /// "1.", "a)"; a mere "o" is a dot.
    var isNumbered: Bool {
      mark.contains { $0 == "." || $0 == ")" } && mark.contains { $0.isLetter || $0.isNumber }
    }
  }

  private var items: [Item] = []
  private var item: Item?
  /// How many `<span>` are open in a mark, itself counted; 0 outside.
  private var markDepth = 0

  var isOpen: Bool { item != nil }
  var isReadingMark: Bool { markDepth > 0 }

  /// The level of an item's paragraph, from 1; nil for other paragraphs.
  static func level(_ attributes: HTMLAttributes) -> Int? {
    guard let style = attributes["style"]?.lowercased(), style.holds("mso-list:"),
      let level = style.split(separator: "level").dropFirst().first?.prefix(while: \.isNumber)
    else { return nil }
    return min(max(Int(level) ?? 1, 1), 9)
  }

  mutating func begin(level: Int) {
    item = Item(level: level)
    markDepth = 0
  }

  mutating func end() {
    item = nil
    markDepth = 0
  }

  /// - Parameter style: the element's, plainly written.
  mutating func beginSpan(_ style: String?) {
    let isMark = style?.holds("mso-list:ignore") == true
    if isReadingMark || isMark { markDepth += 1 }
  }

  mutating func endSpan() {
    markDepth = max(0, markDepth - 1)
  }

  mutating func addMark(_ text: String) {
    item?.mark += text
  }

  /// Takes an item's text.
  /// - Returns: whether one is open.
  mutating func add(_ inlines: [HTMLInline]) -> Bool {
    guard var item else { return false }
    item.inlines = inlines
    items.append(item)
    return true
  }

  /// The list so far; nil when there is none.
  mutating func take() -> HTMLList? {
    guard !items.isEmpty else { return nil }
    defer { items = [] }
    return Self.list(items[...])
  }

  /// The items of the first one's level or above it, each with the deeper ones that follow it.
  private static func list(_ items: ArraySlice<Item>) -> HTMLList? {
    guard let first = items.first else { return nil }
    var list = HTMLList()
    var marks: [String] = []
    var rest = items
    while let item = rest.popFirst() {
      let deeper = rest.prefix { $0.level > item.level }
      rest = rest.dropFirst(deeper.count)
      let nested = Self.list(deeper)
      list.items.append([.paragraph(item.inlines)] + (nested.map { [.list($0)] } ?? []))
      marks.append(item.mark.cleanLine)
    }
    return first.isNumbered ? HTMLList(items: list.items, marks: marks) : list
  }
}
