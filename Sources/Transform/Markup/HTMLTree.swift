/// Parts of an HTML text that are open while it is read: quotes, lists, tables and what is in them.
///
/// Mail holds them unclosed and wrongly nested: an end tag closes what it can, and what may not stand somewhere
/// gets what is missing around it. Nothing is nested deeper than a fixed number of parts.
struct HTMLTree {
  enum Part: Equatable {
    case root, quote, table, row
    /// - Parameter numbering: nil where the items have no numbers.
    case list(HTMLNumbering?)
    /// - Parameter value: the number that it names itself.
    case item(value: Int?)
    case cell(isHeader: Bool, span: CellSpan)
  }

  enum Name: Hashable { case root, quote, item, table, row, list, cell }

  private struct Open {
    let part: Part
    /// The style to continue with behind it.
    let style: HTMLStyleStack
    /// Whether its tag is missing: it ends with what it is there for.
    let isImplied: Bool
    var blocks: [HTMLBlock] = []
    var items: [[HTMLBlock]] = []
    /// Of each item.
    var values: [Int?] = []
    var rows: [HTMLRow] = []
    /// The places of rows with which a table's head, body or foot begins.
    var rowGroups: Set<Int> = []
    var cells: HTMLRow = []

    /// What it is outside of where it belongs.
    var content: [HTMLBlock] {
      switch part {
      case .quote: blocks.isEmpty ? [] : [.quote(blocks)]
      case .list(let numbering):
        items.isEmpty ? [] : [.list(HTMLList(items: items, numbering, values: values))]
      case .table: blocks + HTMLTable(rows: rows, groups: rowGroups).blocks
      case .row: cells.flatMap(\.blocks)
      case .root, .item, .cell: blocks
      }
    }
  }

  /// Deeper parts are read as if their tags were not there.
  private static let deepest = 24

  private var open = [Open(part: .root, style: HTMLStyleStack(), isImplied: false)]
  /// How many parts of each name were too deep to be opened.
  private var ignored: [Name: Int] = [:]

  var innermost: Part { open[open.count - 1].part }

  /// Whether an item that begins here is a list's.
  var isInList: Bool { index(of: .list, within: [.cell]) != nil }

  /// What stands directly in a list or a row gets what is missing around it; in a table it comes before it.
  mutating func add(_ block: HTMLBlock) {
    let last = open.count - 1
    switch open[last].part {
    case .list: addItem([block], value: nil, in: last)
    case .row: open[last].cells.append(HTMLCell(blocks: [block]))
    case .root, .quote, .item, .cell, .table: open[last].blocks.append(block)
    }
  }

  /// The next row of the innermost table begins a head, a body or a foot.
  mutating func beginRowGroup() {
    guard innermost == .table else { return }
    open[open.count - 1].rowGroups.insert(open[open.count - 1].rows.count)
  }

  mutating func begin(_ part: Part, _ style: HTMLStyleStack, isImplied: Bool = false) {
    if open.count < Self.deepest {
      open.append(Open(part: part, style: style, isImplied: isImplied))
    } else {
      ignored[part.name, default: 0] += 1
    }
  }

  /// Closes the innermost part of that name and all inside of it, unless one of `limits` is around them first.
  /// - Returns: the style from before it; nil where there is none.
  mutating func end(_ name: Name, within limits: Set<Name>) -> HTMLStyleStack? {
    if let count = ignored[name], count > 0 {
      ignored[name] = count - 1
      return nil
    }
    guard let index = index(of: name, within: limits) else { return nil }
    let style = open[index].style
    while open.count > index { close() }
    if open[index - 1].isImplied { close() }
    return style
  }

  mutating func endAll() -> [HTMLBlock] {
    while open.count > 1 { close() }
    return open[0].blocks
  }

  private func index(of name: Name, within limits: Set<Name>) -> Int? {
    for index in open.indices.reversed() {
      let other = open[index].part.name
      if other == name { return index }
      if limits.contains(other) { return nil }
    }
    return nil
  }

  private mutating func close() {
    let closed = open.removeLast()
    let parent = open.count - 1
    switch (closed.part, open[parent].part) {
    case (.item(let value), .list) where !closed.blocks.isEmpty:
      addItem(closed.blocks, value: value, in: parent)
    case (.cell(let isHeader, let span), .row):
      open[parent].cells.append(HTMLCell(isHeader: isHeader, span: span, blocks: closed.blocks))
    case (.row, .table): open[parent].rows.append(closed.cells)
    case (.list(let numbering), .list):
      addToItem(HTMLList(items: closed.items, numbering, values: closed.values), in: parent)
    default: closed.content.forEach { add($0) }
    }
  }

  private mutating func addItem(_ blocks: [HTMLBlock], value: Int?, in list: Int) {
    open[list].items.append(blocks)
    open[list].values.append(value)
  }

  /// A list that stands directly in a list belongs to the item before it.
  private mutating func addToItem(_ list: HTMLList, in parent: Int) {
    guard !list.items.isEmpty else { return }
    if open[parent].items.isEmpty { addItem([], value: nil, in: parent) }
    open[parent].items[open[parent].items.count - 1].append(.list(list))
  }
}

extension HTMLTree.Part {
  fileprivate var name: HTMLTree.Name {
    switch self {
    case .root: .root
    case .quote: .quote
    case .item: .item
    case .table: .table
    case .row: .row
    case .list: .list
    case .cell: .cell
    }
  }
}
