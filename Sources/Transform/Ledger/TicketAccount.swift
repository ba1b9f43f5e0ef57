import MigrationKit

/// Gives account of one ticket: the fate of every value of its record, by the rules of its source and, where those ask, by
/// what the conversion decided.
struct TicketAccount {
  typealias Value = RecordPaths.Value

  /// For the ticket's header, as `mapping.text` asks: a path a line.
  private(set) var header: [String] = []
  private(set) var balance = TicketBalance()
  let decisions: TicketDecisions
  private let wording: Wording

  /// - Parameter ticket: what has become of the record; nil when it was rejected.
  init(_ mapper: TicketMapper, _ rules: any RecordRules, ticket: Ticket?) {
    decisions = TicketDecisions(mapper, rules, ticket: ticket)
    wording = mapper.terms.wording
  }

  mutating func write(_ data: JSONNode, into books: inout RunningLedger) {
    var telling = Telling()
    data.withView { view in
      books.read(view, decisions.entries)
      for value in books.paths.values {
        write(value, data.node(at: value.node), into: &books, &telling)
      }
    }
    decisions.count(into: &balance, droppedFiles: telling.droppedFiles)
    header = telling.told.map { path, texts in
      let own = "\(decisions.rules.members.ticket)."
      let name = path.hasPrefix(own) ? String(path.dropFirst(own.count)) : path
      return wording.plain("\(name): \(texts.joined(separator: ", "))")
    }
  }

  /// What has to be said of single values.
  private struct Telling {
    var told: [(path: String, texts: [String])] = []
    var droppedFiles: Set<String> = []
  }

  private mutating func write(
    _ value: Value, _ node: JSONNode, into books: inout RunningLedger, _ telling: inout Telling
  ) {
    let rule = books.rule(of: value.path)
    let (fate, isTold) = fate(of: value, node, rule, books.paths)
    books.count(fate, at: value.path, of: decisions.source.id)
    for change in decisions.changes(of: node, fate, rule) { books.count(change, at: value.path) }
    if rule.treatment == .messageText, case .text(let text, _) = value.place {
      let part = books.paths.texts[text]
      if let changes = decisions.changes(ofText: part, fate) { books.count(changes, at: value.path) }
      if decisions.isFurtherVersion(ofPart: part) { books.count(.below, at: value.path) }
    }
    if rule.traits.isRelation { balance.links.count(fate) }
    if case .dropped = fate, let file = decisions.fieldFile(value, node, rule) {
      telling.droppedFiles.insert(file)
    }
    if isTold { return Self.tell(node, at: rule.path, in: &telling.told) }
    books.remember(fate, of: value.path, in: decisions.entries.circumstances(of: value.place), rule)
  }

  private static func tell(
    _ node: JSONNode, at path: String, in told: inout [(path: String, texts: [String])]
  ) {
    let text = node.string ?? JSONValue.source(node).text
    if let index = told.firstIndex(where: { $0.path == path }) {
      told[index].texts.append(text)
    } else {
      told.append((path, [text]))
    }
  }

  /// A value's fate, and whether it is the mapping that wants it in the text.
  func fate(
    of value: Value, _ node: JSONNode, _ rule: ValueRule, _ paths: RecordPaths
  ) -> (Fate, isTold: Bool) {
    let builtIn = builtInFate(of: value, node, rule, paths)
    let (fate, isTold) = completed(builtIn, rule)
    let isSpared = decisions.isRejected && fate != .empty
    return (isSpared ? .rejected : fate, isTold)
  }

  /// The mapping has its say where no rule carries a value.
  private func completed(_ builtIn: Fate?, _ rule: ValueRule) -> (Fate, isTold: Bool) {
    switch builtIn {
    case nil, .dropped:
      let fate = rule.byMapping ?? builtIn ?? .unhandled
      return (fate, fate == .text)
    case let fate?: return (fate, false)
    }
  }

  /// Without the mapping's rules for paths; nil where there is no rule.
  private func builtInFate(
    of value: Value, _ node: JSONNode, _ rule: ValueRule, _ paths: RecordPaths
  ) -> Fate? {
    if decisions.isEmpty(value, node, rule, paths) { return rule.treatment == .subject ? .defaulted : .empty }
    guard let treatment = rule.treatment else { return nil }
    switch (treatment, value.place) {
    case (.fixed(let fate), _): return fate
    case (.subject, _): return .carried
    case (.start, _): return decisions.isStartKept && !decisions.hasChildren ? .carried : .text
    case (.due, _): return decisions.hasChildren ? .text : .carried
    case (.person, .person(let person, let entry)):
      if let entry, !decisions.isStamped(entry) { return decisions.history(entry) }
      return decisions.person(node.node(at: person), rule)
    case (.role, .person(let person, _)): return decisions.role(node.node(at: person), rule)
    case (.field, .field): return rule.field
    case (.link, .link): return decisions.link(node, at: rule.path)
    case (.time(let otherwise), .ticket):
      return decisions.keepsTime && !node.isBelowZero ? .carried : otherwise
    case (.sumOfTime, .ticket):
      return decisions.keepsTime ? .needless("the entries of time add up to it") : .text
    case (.estimate, .ticket): return node.isBelowZero ? .text : .carried
    case (_, .ticket), (_, .person), (_, .field), (_, .link): return nil
    default: return fate(treatment, value.place, rule, paths)
    }
  }

  /// Of what an entry of the history holds.
  private func fate(
    _ treatment: Treatment, _ place: RecordPaths.Place,
    _ rule: ValueRule,
    _ paths: RecordPaths
  ) -> Fate? {
    switch (treatment, place) {
    case (.stamp, .entry(let entry)): decisions.isStamped(entry) ? .carried : decisions.history(entry)
    case (.minutes, .entry(let entry)): decisions.minutes(of: entry)
    case (.change, .entry(let entry)): decisions.change(entry)
    case (.field, .entryField(let entry)):
      decisions.entries.all[entry].isCarried ? rule.entryField : decisions.entries.all[entry].history
    case (.withEntry, .entry(let entry)):
      decisions.entries.all[entry].isCarried ? .carried : decisions.change(entry)
    case (.data, .entry(let entry)):
      decisions.entries.all[entry].isCarried ? decisions.data(of: entry) : decisions.change(entry)
    case (.history, .entry(let entry)) where decisions.entries.all[entry].isTold:
      .needless("numbers inside the old system; the list of changes has the values")
    case (.history, .entry(let entry)), (.history, .part(let entry)), (.history, .header(_, let entry)),
      (.history, .text(_, let entry)):
      decisions.entries.all[entry].history
    case (.messageText, .text(let part, _)): decisions.text(ofPart: paths.texts[part])
    case (.quoted(let otherwise), .header(let header, let entry)):
      decisions.isQuoted(paths.headers[header], rule, in: entry) ? .text : otherwise
    case (.picture(let otherwise), .header(let header, let entry)):
      decisions.isShown(paths.headers[header], in: entry) ? .carried : otherwise
    default: nil
    }
  }
}

extension JSONNode {
  /// A number below 0, written as number or text.
  fileprivate var isBelowZero: Bool { (int ?? string.flatMap { Int($0) }).map { $0 < 0 } ?? false }
}
