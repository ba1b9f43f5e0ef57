import MigrationKit

/// Names every value of a record by its path: `ticket.Subject`, `ticket.CustomFields[Kundennummer]`,
/// `ticket._hyperlinks[depends-on]`, `transactions[Type=Status].NewValue`, `attachments.Headers[X-Mailer]`.
///
/// What tells values of one kind apart (a field's name, a link's relation, a type) is part of the path.
/// A list's elements share one. Values are named by numbers only, so that one more costs next to nothing.
struct RequestTrackerPaths {
  /// What a value is a part of, as far as its fate depends on that. Entries are places in `RequestTrackerEntries`.
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

  /// Of all records so far.
  private(set) var tree = PathTree()
  /// What each path ends with.
  private var keys: [RequestTrackerKey?] = []
  /// Of each path what became of its last value; nil where each has to be looked at.
  private var habits: [RequestTrackerHabit?] = []
  /// Those of the record that was read last, in its order, bodies of messages last; without those that a habit has taken.
  private(set) var values: [Value] = []
  private(set) var headers: [MailHeader] = []
  /// The ids of the parts that have a text.
  private(set) var texts: [String] = []

  private var entries = RequestTrackerEntries()

  mutating func read(_ data: JSONView, _ history: RequestTrackerEntries) {
    entries = history
    var parts = OrderedIDs()
    var entryOfPart: [Int] = []
    values.removeAll(keepingCapacity: true)
    headers.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    data.forEachMember { key, value in
      switch key.string {
      case "ticket": walkTicket(value)
      case "transactions":
        value.forEachElement { node in
          let entry = entries.place(of: node.word("id"))
          walkEntry(node, entry, entries.all[entry])
        }
      case "attachments":
        value.forEachElement { node in
          let entry = entries.place(of: node.word("TransactionId"))
          parts.append(node.word("id"))
          entryOfPart.append(entry)
          walkPart(node, entry, entries.all[entry])
        }
      case "contents": break
      default: leaves(value, path(key, below: PathTree.root), .ticket)
      }
    }
    data["contents"]?.forEachElement { node in
      let part = node.word("id")
      let entry = parts.place(of: part).map { entryOfPart[$0] } ?? RequestTrackerEntries.none
      texts.append(part)
      leaves(node, place("contents", entries.all[entry]), .text(texts.count - 1, ofEntry: entry))
    }
  }

  func habit(of path: PathTree.Path) -> RequestTrackerHabit? { path < habits.count ? habits[path] : nil }

  mutating func replaceHabit(
    of path: PathTree.Path, by habit: RequestTrackerHabit
  ) -> RequestTrackerHabit? {
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

  private mutating func walkTicket(_ ticket: JSONView) {
    let root = tree.path(below: PathTree.root, .member, "ticket")
    ticket.forEachMember { key, value in
      let path = path(key, below: root)
      switch keys[path] {
      case .customFields where value.isArray:
        value.forEachElement { walkField($0, path, .field) }
      case .customRoles where value.isObject:
        value.forEachMember { name, people in
          walkPeople(people, self.path(name, below: path, .kind), of: nil)
        }
      case .hyperlinks where value.isArray:
        value.forEachElement { walkLink($0, path) }
      case .creator, .owner, .requestor, .cc, .adminCc: walkPeople(value, path, of: nil)
      default: leaves(value, path, .ticket)
      }
    }
  }

  private mutating func walkPeople(_ node: JSONView, _ path: PathTree.Path, of entry: Int?) {
    guard node.isArray, !node.isHollow else {
      return leaves(node, path, .person(node: node.index, ofEntry: entry))
    }
    node.forEachElement { leaves($0, path, .person(node: $0.index, ofEntry: entry)) }
  }

  /// A field's name is in the path of its values; those of images and files have members.
  private mutating func walkField(_ field: JSONView, _ path: PathTree.Path, _ place: Place) {
    let kind = field.word("name")
    field.forEachMember { key, value in
      let member = self.path(key, below: path)
      switch keys[member] {
      case .name: break
      case .values: leaves(value, tree.path(below: path, .kind, kind), place)
      default: leaves(value, member, place)
      }
    }
  }

  /// A link is one value; members that links are not known to have are values of their own.
  private mutating func walkLink(_ link: JSONView, _ list: PathTree.Path) {
    let path = tree.path(below: list, .kind, link.word("ref"))
    add(link, path, .link)
    link.forEachMember { key, value in
      let member = self.path(key, below: path)
      switch keys[member] {
      case .ref, .type, .id, .address, .name, .label, .from, .to, .update: break
      default: leaves(value, member, .ticket)
      }
    }
  }

  private mutating func walkEntry(_ node: JSONView, _ entry: Int, _ holder: RequestTrackerEntry) {
    let list = tree.path(below: PathTree.root, .member, "transactions")
    let path = tree.path(below: list, .kind, holder.label)
    node.forEachMember { key, value in
      let member = self.path(key, below: path)
      switch keys[member] {
      case .entryType: break
      case .customFields where value.isArray:
        value.forEachElement { walkField($0, member, .entryField(ofEntry: entry)) }
      case .creator: walkPeople(value, member, of: entry)
      default: leaves(value, member, .entry(entry))
      }
    }
  }

  private mutating func walkPart(_ node: JSONView, _ entry: Int, _ holder: RequestTrackerEntry) {
    let path = place("attachments", holder)
    node.forEachMember { key, value in
      let member = self.path(key, below: path)
      guard keys[member] == .headers, let text = value.string else {
        return leaves(value, member, .part(ofEntry: entry))
      }
      for header in MailHeader.all(in: text) {
        let kind = header.withName {
          tree.path(below: member, .kind, $0, spelled: MailHeader.usualSpelling)
        }
        headers.append(header)
        add(value, kind, .header(headers.count - 1, ofEntry: entry))
      }
    }
  }

  /// Parts of messages that are no articles are told apart from those that are.
  private mutating func place(_ name: String, _ entry: RequestTrackerEntry) -> PathTree.Path {
    let path = tree.path(below: PathTree.root, .member, name)
    if entry.id.isEmpty { return tree.path(below: path, .kind, "without transaction") }
    return entry.isCarried ? path : tree.path(below: path, .kind, entry.label)
  }

  private mutating func leaves(_ node: JSONView, _ path: PathTree.Path, _ place: Place) {
    if node.isHollow || !(node.isObject || node.isArray) {
      return add(node, path, place)
    }
    node.forEachMember { key, value in leaves(value, self.path(key, below: path), place) }
    node.forEachElement { leaves($0, path, place) }
  }

  private mutating func path(
    _ key: JSONView, below parent: PathTree.Path, _ step: PathTree.Step = .member
  ) -> PathTree.Path {
    let path =
      key.isPlainString
      ? tree.path(below: parent, step, key.text) : tree.path(below: parent, step, key.string ?? "")
    if path >= keys.count {
      keys += repeatElement(nil, count: path - keys.count)
      keys.append(key.string.flatMap(RequestTrackerKey.init))
    }
    return path
  }
}
