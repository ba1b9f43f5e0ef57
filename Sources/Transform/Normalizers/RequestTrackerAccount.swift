import MigrationKit

/// Gives account of one ticket: the fate of every value of its record, by `RequestTrackerFates` and, where that
/// asks, by what the conversion decided.
struct RequestTrackerAccount {
  typealias Value = RequestTrackerPaths.Value

  /// For the ticket's header, as `mapping.text` asks: a path a line.
  private(set) var header: [String] = []
  private(set) var balance = TicketBalance()
  let evidence: RequestTrackerEvidence
  private let wording: Wording

  /// - Parameter ticket: what has become of the record; nil when it was rejected.
  init(of record: RequestTrackerRecord, _ mapper: TicketMapper, ticket: Ticket?) {
    evidence = RequestTrackerEvidence(of: record, mapper, ticket: ticket)
    wording = mapper.terms.wording
  }

  mutating func write(_ data: JSONNode, into books: inout RequestTrackerBooks) {
    var telling = Telling()
    data.withView { view in
      books.read(view, evidence.entries)
      for value in books.paths.values {
        write(value, data.node(at: value.node), into: &books, &telling)
      }
    }
    evidence.count(into: &balance, droppedFiles: telling.droppedFiles)
    header = telling.told.map { path, texts in
      let name = path.hasPrefix("ticket.") ? String(path.dropFirst("ticket.".count)) : path
      return wording.plain("\(name): \(texts.joined(separator: ", "))")
    }
  }

  /// What has to be said of single values.
  private struct Telling {
    var told: [(path: String, texts: [String])] = []
    var droppedFiles: Set<String> = []
  }

  private mutating func write(
    _ value: Value, _ node: JSONNode, into books: inout RequestTrackerBooks, _ telling: inout Telling
  ) {
    let rule = books.rule(of: value.path)
    let (fate, isTold) = fate(of: value, node, rule, books.paths)
    books.count(fate, at: value.path, of: evidence.source.id)
    for change in evidence.changes(of: node, fate, rule) { books.count(change, at: value.path) }
    if rule.treatment == .messageText, case .text(let text, _) = value.place {
      let part = books.paths.texts[text]
      if let changes = evidence.changes(ofText: part, fate) { books.count(changes, at: value.path) }
      if evidence.isFurtherVersion(ofPart: part) { books.count(.below, at: value.path) }
    }
    if rule.isRelation { balance.links.count(fate) }
    if case .dropped = fate, let file = evidence.fieldFile(value, node, rule) {
      telling.droppedFiles.insert(file)
    }
    if isTold { return Self.tell(node, at: rule.path, in: &telling.told) }
    books.remember(fate, of: value.path, in: evidence.entries.circumstances(of: value.place), rule)
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
    of value: Value, _ node: JSONNode, _ rule: RequestTrackerRule, _ paths: RequestTrackerPaths
  ) -> (Fate, isTold: Bool) {
    let builtIn = builtInFate(of: value, node, rule, paths)
    let (fate, isTold) = completed(builtIn, rule)
    let isSpared = evidence.isRejected && fate != .empty
    return (isSpared ? .rejected : fate, isTold)
  }

  /// The mapping has its say where no rule carries a value.
  private func completed(_ builtIn: Fate?, _ rule: RequestTrackerRule) -> (Fate, isTold: Bool) {
    switch builtIn {
    case nil, .dropped:
      let fate = rule.byMapping ?? builtIn ?? .unhandled
      return (fate, fate == .text)
    case let fate?: return (fate, false)
    }
  }

  /// Without the mapping's rules for paths; nil where there is no rule.
  private func builtInFate(
    of value: Value, _ node: JSONNode, _ rule: RequestTrackerRule, _ paths: RequestTrackerPaths
  ) -> Fate? {
    if evidence.isEmpty(value, node, rule, paths) { return rule.treatment == .subject ? .defaulted : .empty }
    guard let treatment = rule.treatment else { return nil }
    switch (treatment, value.place) {
    case (.fixed(let fate), _): return fate
    case (.subject, _): return .carried
    case (.start, _): return evidence.isStartKept && !evidence.hasChildren ? .carried : .text
    case (.due, _): return evidence.hasChildren ? .text : .carried
    case (.person, .person(let person, let entry)):
      if let entry, !evidence.isStamped(entry) { return evidence.history(entry) }
      return evidence.person(node.node(at: person), rule)
    case (.role, .person(let person, _)): return evidence.role(node.node(at: person), rule)
    case (.field, .field): return rule.field
    case (.link, .link): return evidence.link(node)
    case (.time(let otherwise), .ticket):
      return evidence.keepsTime && !node.isBelowZero ? .carried : otherwise
    case (.estimate, .ticket): return node.isBelowZero ? .text : .carried
    case (_, .ticket), (_, .person), (_, .field), (_, .link): return nil
    default: return fate(treatment, value.place, rule, paths)
    }
  }

  /// Of what an entry of the history holds.
  private func fate(
    _ treatment: RequestTrackerFates.Treatment, _ place: RequestTrackerPaths.Place,
    _ rule: RequestTrackerRule,
    _ paths: RequestTrackerPaths
  ) -> Fate? {
    switch (treatment, place) {
    case (.stamp, .entry(let entry)): evidence.isStamped(entry) ? .carried : evidence.history(entry)
    case (.minutes, .entry(let entry)): evidence.minutes(of: entry)
    case (.change, .entry(let entry)): evidence.change(entry)
    case (.field, .entryField(let entry)):
      evidence.entries.all[entry].isCarried ? rule.entryField : evidence.entries.all[entry].history
    case (.withEntry, .entry(let entry)):
      evidence.entries.all[entry].isCarried ? .carried : evidence.change(entry)
    case (.data, .entry(let entry)):
      evidence.entries.all[entry].isCarried ? evidence.data(of: entry) : evidence.change(entry)
    case (.history, .entry(let entry)) where evidence.entries.all[entry].isTold:
      .needless("numbers inside the old system; the list of changes has the values")
    case (.history, .entry(let entry)), (.history, .part(let entry)), (.history, .header(_, let entry)),
      (.history, .text(_, let entry)):
      evidence.entries.all[entry].history
    case (.messageText, .text(let part, _)): evidence.text(ofPart: paths.texts[part])
    case (.quoted(let otherwise), .header(let header, let entry)):
      evidence.isQuoted(paths.headers[header], rule, in: entry) ? .text : otherwise
    case (.picture(let otherwise), .header(let header, let entry)):
      evidence.isShown(paths.headers[header], in: entry) ? .carried : otherwise
    default: nil
    }
  }
}

extension JSONNode {
  /// A number below 0, written as number or text.
  fileprivate var isBelowZero: Bool { (int ?? string.flatMap { Int($0) }).map { $0 < 0 } ?? false }
}
