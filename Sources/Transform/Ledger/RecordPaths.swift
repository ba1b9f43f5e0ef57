import MigrationKit

/// Names every value of a record by its path: `ticket.Subject`, `ticket.CustomFields[Kundennummer]`,
/// `ticket._hyperlinks[depends-on]`, `transactions[Type=Status].NewValue`, `attachments.Headers[X-Mailer]`.
///
/// What tells values of one kind apart (a field's name, a link's relation, a type) is part of the path.
/// A list's elements share one. Values are named by numbers only, so that one more costs next to nothing.
struct RecordPaths {
  /// What a value is a part of, as far as its fate depends on that. Entries are places in `HistoryEntries`.
  enum Place: Equatable {
    case ticket
    /// Someone, named by the ticket or as the author of an entry.
    case person(node: Int, ofEntry: Int?)
    case field
    case link
    case entry(Int)
    case entryField(ofEntry: Int)
    /// A part of a message.
    case part(ofEntry: Int)
    /// One of `headers`.
    case header(Int, ofEntry: Int)
    /// The text of the part at this place of `texts`.
    case text(Int, ofEntry: Int)
  }

  struct Value {
    let path: PathTree.Path
    /// Its number in the document.
    let node: Int
    let place: Place
  }

  private let rules: any RecordRules
  private let members: RecordMembers
  /// Of all records so far.
  private(set) var tree = PathTree()
  /// What each path leads to; nil where that is not known yet.
  private var parts: [RecordPart?] = []
  /// Of each path what became of its last value; nil where each has to be looked at.
  private var habits: [ValueHabit?] = []
  /// Those of the record that was read last, in its order, bodies of messages last; without those that a habit has taken.
  private(set) var values: [Value] = []
  private(set) var headers: [MailHeader] = []
  /// The ids of the parts that have a text.
  private(set) var texts: [String] = []

  private var entries = HistoryEntries()
  private var ids = OrderedIDs()
  private var entryOfPart: [Int] = []

  init(_ rules: any RecordRules) {
    self.rules = rules
    members = rules.members
  }

  mutating func read(_ data: JSONView, _ history: HistoryEntries) {
    entries = history
    ids = OrderedIDs()
    entryOfPart.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
    headers.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    // Whatever the order of the record, a text comes behind its part.
    var bodies: [(text: JSONView, list: PathTree.Path)] = []
    data.forEachMember { key, value in
      let path = path(key, below: PathTree.root)
      guard part(at: path) == .texts else { return walk(value, path, .ticket) }
      value.forEachElement { bodies.append(($0, path)) }
    }
    for (text, list) in bodies { walkText(text, list) }
  }

  func habit(of path: PathTree.Path) -> ValueHabit? { path < habits.count ? habits[path] : nil }

  mutating func replaceHabit(of path: PathTree.Path, by habit: ValueHabit) -> ValueHabit? {
    while habits.count <= path { habits.append(nil) }
    defer { habits[path] = habit }
    return habits[path]
  }

  private mutating func add(_ node: JSONView, _ path: PathTree.Path, _ place: Place) {
    guard var habit = habit(of: path), habit.holds(in: entries.circumstances(of: place)),
      habit.takes(node, isEmpty: isEmpty(place, node, isUnsetAtZero: habit.isUnsetAtZero))
    else { return values.append(Value(path: path, node: node.index, place: place)) }
    habits[path] = habit
  }

  /// Whether a value says nothing: links always say something.
  /// - Parameter isUnsetAtZero: whether 0 means unset here.
  func isEmpty(_ place: Place, _ view: JSONView, isUnsetAtZero: Bool) -> Bool {
    switch place {
    case .link: false
    case .header(let header, _): headers[header].isEmpty
    default: view.saysNothing(isUnsetAtZero: isUnsetAtZero)
    }
  }

  // MARK: Walking

  /// Names a value, or all that it holds. What is not as its part says is plain values.
  private mutating func walk(_ node: JSONView, _ path: PathTree.Path, _ place: Place) {
    switch part(at: path) {
    case .skipped: break
    case .people: walkPeople(node, path, of: place.entry)
    case .peopleByName where node.isObject:
      node.forEachMember { name, people in
        walkPeople(people, self.path(name, below: path, .kind), of: place.entry)
      }
    case .fields where node.isArray:
      let place = place.entry.map { Place.entryField(ofEntry: $0) } ?? .field
      node.forEachElement { walkField($0, path, place) }
    case .links where node.isArray: node.forEachElement { walkLink($0, path) }
    case .links where node.isObject: walkLink(node, path)
    case .byMember(let member) where node.isArray:
      node.forEachElement { walkValues($0, tree.path(below: path, .kind, $0.word(member)), place) }
    case .entries: node.forEachElement { walkEntry($0, path) }
    case .messageParts: node.forEachElement { walkPart($0, path) }
    case .headers: walkHeaders(node, path, place)
    default: walkValues(node, path, place)
    }
  }

  private mutating func walkValues(_ node: JSONView, _ path: PathTree.Path, _ place: Place) {
    if node.isHollow || !(node.isObject || node.isArray) {
      return add(node, path, place)
    }
    node.forEachMember { key, value in walk(value, self.path(key, below: path), place) }
    node.forEachElement { walkValues($0, path, place) }
  }

  private mutating func walkPeople(_ node: JSONView, _ path: PathTree.Path, of entry: Int?) {
    guard node.isArray, !node.isHollow else {
      return walkValues(node, path, .person(node: node.index, ofEntry: entry))
    }
    node.forEachElement { walkValues($0, path, .person(node: $0.index, ofEntry: entry)) }
  }

  /// A field's name is in the path of its values; those of images and files have members.
  private mutating func walkField(_ field: JSONView, _ path: PathTree.Path, _ place: Place) {
    let kind = field.word("name")
    field.forEachMember { key, value in
      let member = self.path(key, below: path)
      switch part(at: member) {
      case .skipped: break
      case .fieldValues: walkValues(value, tree.path(below: path, .kind, kind), place)
      default: walkValues(value, member, place)
      }
    }
  }

  /// A link is one value; members that links are not known to have are values of their own.
  private mutating func walkLink(_ link: JSONView, _ list: PathTree.Path) {
    let kind = link.word(members.linkKind)
    let path = kind.isEmpty ? list : tree.path(below: list, .kind, kind)
    add(link, path, .link)
    link.forEachMember { key, value in
      let member = self.path(key, below: path)
      if part(at: member) != .skipped { walkValues(value, member, .ticket) }
    }
  }

  private mutating func walkEntry(_ node: JSONView, _ list: PathTree.Path) {
    let entry = entries.place(of: node.word("id"))
    let path = entries.all[entry].label.map { tree.path(below: list, .kind, $0) } ?? list
    node.forEachMember { key, value in
      walk(value, self.path(key, below: path), .entry(entry))
    }
  }

  private mutating func walkPart(_ node: JSONView, _ list: PathTree.Path) {
    let entry = entries.place(of: node.word(members.entryOfPart))
    ids.append(node.word("id"))
    entryOfPart.append(entry)
    let path = place(list, entries.all[entry])
    node.forEachMember { key, value in
      walk(value, self.path(key, below: path), .part(ofEntry: entry))
    }
  }

  private mutating func walkHeaders(_ node: JSONView, _ path: PathTree.Path, _ place: Place) {
    guard let text = node.string, let entry = place.entry else { return walkValues(node, path, place) }
    for header in MailHeader.all(in: text) {
      let kind = header.withName { tree.path(below: path, .kind, $0, spelled: MailHeader.usualSpelling) }
      headers.append(header)
      add(node, kind, .header(headers.count - 1, ofEntry: entry))
    }
  }

  private mutating func walkText(_ node: JSONView, _ list: PathTree.Path) {
    let part = node.word("id")
    let entry = ids.place(of: part).map { entryOfPart[$0] } ?? HistoryEntries.none
    texts.append(part)
    walkValues(node, place(list, entries.all[entry]), .text(texts.count - 1, ofEntry: entry))
  }

  /// Parts of messages that are no articles are told apart from those that are.
  private mutating func place(_ list: PathTree.Path, _ entry: HistoryEntry) -> PathTree.Path {
    if entry.id.isEmpty { return tree.path(below: list, .kind, "without transaction") }
    guard !entry.isCarried, let label = entry.label else { return list }
    return tree.path(below: list, .kind, label)
  }

  private mutating func part(at path: PathTree.Path) -> RecordPart {
    if path < parts.count, let part = parts[path] { return part }
    while parts.count <= path { parts.append(nil) }
    let part = rules.part(at: tree.texts[path])
    parts[path] = part
    return part
  }

  private mutating func path(
    _ key: JSONView, below parent: PathTree.Path, _ step: PathTree.Step = .member
  ) -> PathTree.Path {
    key.isPlainString
      ? tree.path(below: parent, step, key.text) : tree.path(below: parent, step, key.string ?? "")
  }
}

extension RecordPaths.Place {
  /// The entry of the history that a value belongs to; nil for the ticket's own.
  fileprivate var entry: Int? {
    switch self {
    case .ticket, .field, .link: nil
    case .person(_, let entry): entry
    case .entry(let entry), .entryField(let entry), .part(let entry), .header(_, let entry),
      .text(_, let entry):
      entry
    }
  }
}
