import MigrationKit

/// Gives account of one ticket: the fate of every value of its record, by `RequestTrackerFates` and, where that
/// asks, by what the conversion decided.
struct RequestTrackerAccount {
  typealias Place = RequestTrackerPaths.Place
  typealias AccountedValue = (value: RequestTrackerPaths.Value, fate: Fate, isTold: Bool)

  /// For the ticket's header, as `mapping.text` asks: a path a line.
  private(set) var header: [String] = []
  private(set) var balance = TicketBalance()
  private let evidence: RequestTrackerEvidence
  private let rules: PathRules
  private let wording: Wording

  /// - Parameter ticket: what has become of the record; nil when it was rejected.
  init(of conversion: RequestTrackerConversion, ticket: Ticket?) {
    evidence = RequestTrackerEvidence(of: conversion, ticket: ticket)
    rules = PathRules(conversion.mapping.configuration)
    wording = conversion.terms.wording
  }

  mutating func write(_ data: JSONNode, into ledger: inout Ledger) {
    var told: [(path: String, texts: [String])] = []
    var droppedFiles: Set<String> = []
    for (value, fate, isTold) in fates(in: data) {
      ledger.count(fate, at: value.path, of: evidence.source.id)
      for change in evidence.changes(of: value, fate) { ledger.count(change, at: value.path) }
      if evidence.isRelation(value) { balance.links.count(fate) }
      if case .dropped = fate, let file = evidence.fieldFile(value) { droppedFiles.insert(file) }
      guard isTold else { continue }
      let text = value.node.string ?? JSONValue.source(value.node).text
      if let index = told.firstIndex(where: { $0.path == value.path }) {
        told[index].texts.append(text)
      } else {
        told.append((value.path, [text]))
      }
    }
    evidence.count(into: &balance, droppedFiles: droppedFiles)
    header = told.map { path, texts in
      let name = path.hasPrefix("ticket.") ? String(path.dropFirst("ticket.".count)) : path
      return wording.plain("\(name): \(texts.joined(separator: ", "))")
    }
  }

  /// Each value with its fate, and whether it is the mapping that wants it told.
  func fates(in data: JSONNode) -> [AccountedValue] {
    var treatments: [String: RequestTrackerFates.Treatment?] = [:]
    return RequestTrackerPaths(in: data, entries: evidence.entries).values.map { value in
      let known = treatments[value.path]
      let treatment = known ?? RequestTrackerFates.treatment(of: value.path)
      if known == nil { treatments[value.path] = .some(treatment) }
      let builtIn = fate(of: value, by: treatment)
      let (fate, isTold) = completed(builtIn, at: value.path)
      let isSpared = evidence.isRejected && fate != .empty && fate != .unhandled
      return (value, isSpared ? .rejected : fate, isTold)
    }
  }

  /// The mapping has its say where no rule carries a value.
  private func completed(_ builtIn: Fate?, at path: String) -> (Fate, isTold: Bool) {
    switch builtIn {
    case nil, .dropped:
      let fate = rules.fate(of: path) ?? builtIn ?? .unhandled
      return (fate, fate == .text)
    case let fate?: return (fate, false)
    }
  }

  /// Without the mapping's rules for paths; nil where there is no rule.
  private func fate(
    of value: RequestTrackerPaths.Value, by treatment: RequestTrackerFates.Treatment?
  ) -> Fate? {
    if evidence.isEmpty(value) { return treatment == .subject ? .defaulted : .empty }
    return treatment.flatMap { fate($0, at: value.path, value.place) }
  }

  private func fate(_ treatment: RequestTrackerFates.Treatment, at path: String, _ place: Place) -> Fate? {
    switch (treatment, place) {
    case (.fixed(let fate), _): fate
    case (.subject, _): .carried
    case (.start, _): evidence.isStartKept ? .carried : .text
    case (.person, .person(let node, let entry)): evidence.whileStamped(entry) { $0.person(node, at: path) }
    case (.stamp, .entry(let entry)): evidence.whileStamped(entry) { _ in .carried }
    case (.time(let otherwise), .ticket): evidence.keepsTime ? .carried : otherwise
    case (.minutes, .entry(let entry)): evidence.minutes(of: entry)
    case (.role, .person(let node, _)): evidence.role(node, at: path)
    case (.change, .entry(let entry)): evidence.change(entry)
    case (.field, .field(let name)): evidence.field(name, at: path)
    case (.field, .entryField(let name, let entry)):
      evidence.isArticle(entry) ? evidence.entryField(name, at: path) : evidence.history(entry)
    case (.link, .link(let node)): evidence.link(node)
    case (.withEntry, .entry(let entry)): evidence.whileCarried(entry) { _ in .carried }
    case (.data, .entry(let entry)): evidence.whileCarried(entry) { $0.data(of: entry) }
    case (.history, .entry(let entry)) where evidence.told.contains(entry):
      .needless("numbers inside the old system; the list of changes has the values")
    case (.history, .entry(let entry)), (.history, .part(_, let entry)), (.history, .header(_, _, let entry)),
      (.history, .text(_, let entry)):
      evidence.history(entry)
    case (.messageText, .text(let part, let entry)): evidence.text(ofPart: part, entry)
    case (.quoted(let otherwise), .header(let name, let text, let entry)):
      evidence.isQuoted(name, text, in: entry) ? .text : otherwise
    case (.picture(let otherwise), .header(_, let name, let entry)):
      evidence.isShown(name, in: entry) ? .carried : otherwise
    default: nil
    }
  }
}
