import Testing

@testable import MigrationKit
@testable import Transform

/// One value of a record with the fate that the ledger gives it, and what the record is with another value in its place.
struct AccountedValue {
  let path: String
  let node: JSONNode
  let place: RecordPaths.Place
  let fate: Fate

  /// The record with this value changed to another of its kind; nil where it has none.
  func changed(in record: SourceRecord) throws -> SourceRecord? {
    guard let (target, other) = change(in: record) else { return nil }
    return try self.record(record, replacing: target, by: other)
  }

  func isAtSamePlace(_ other: AccountedValue) -> Bool {
    path == other.path && node.source.startIndex == other.node.source.startIndex
  }

  /// The record with a value of another kind in its place; nil for what is no single value.
  func replaced(in record: SourceRecord, by other: JSONValue) throws -> SourceRecord? {
    if case .link = place { return nil }
    if case .header = place { return nil }
    // Login, name and address stand for each other.
    if case .person = place { return nil }
    guard !node.isObject, !node.isArray else { return nil }
    return try self.record(record, replacing: node, by: other)
  }

  private func record(_ record: SourceRecord, replacing target: JSONNode, by other: JSONValue) throws
    -> SourceRecord
  {
    var bytes = target.document.bytes
    bytes.replaceSubrange(
      target.source.startIndex..<target.source.endIndex, with: other.bytes)
    let root = try JSONDocument(bytes).root
    let data = root["ticket"].flatMap { $0["data"] } ?? root
    return SourceRecord(system: record.system, id: record.id, url: record.url, data: .source(data))
  }

  /// A link that is dropped is taken away, for another might be carried. Someone is replaced whole: login, name
  /// and address stand for each other.
  private func change(in record: SourceRecord) -> (JSONNode, JSONValue)? {
    switch (place, fate) {
    case (.link, .dropped): node["ref"].map { ($0, "gone") }
    case (.link, _): otherEnd(besides: record.id).map { ($0, "999999") }
    case (.person(let person, _), .carried), (.person(let person, _), .text):
      (node.node(at: person), ["id": "somebody else", "name": "somebody else"])
    case (.header, _): node.string.map { (node, .string($0.changing(header: headerName))) }
    default:
      node.string.map { (node, .string($0.other)) } ?? node.numberText.map { (node, .number($0.other)) }
    }
  }

  private func otherEnd(besides ticket: String) -> JSONNode? {
    let ends = [node["issue_id"], node["issue_to_id"]].compactMap(\.self)
    return ends.first { $0.numberText != ticket } ?? node["id"] ?? node["_url"]
  }

  private var headerName: String { path.split(separator: "[").last.map { String($0.dropLast()) } ?? "" }
}

extension String {
  /// Another date, a number that nothing else has, or a longer text.
  fileprivate var other: String {
    if let time = Timestamp(self) { return "2031-05-06" + time.text.dropFirst(10) }
    if Timestamp(day: self) != nil { return "2031-05-06" }
    if let number = Int(self) { return String(number + 1_000_000) }
    if let number = Double(self) { return String(number + 1_000_000) }
    return self + "q"
  }

  fileprivate func changing(header name: String) -> String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let start = name.lowercased() + ":"
    if let index = lines.firstIndex(where: { $0.lowercased().hasPrefix(start) }) { lines[index] += "q" }
    return lines.joined(separator: "\n")
  }
}

extension Normalizer {
  func values(of record: SourceRecord, _ files: [ExtractedAttachment]) throws -> [AccountedValue] {
    let source = try ticket(record, files: Dictionary(files.map { ($0.id, $0) }) { first, _ in first })
    var mapper = TicketMapper(source, terms)
    let ticket = try? mapper.outcome().get()
    let account = TicketAccount(mapper, rules.records, ticket: ticket)
    var books = RunningLedger(rules)
    let data = try record.root
    data.withView { books.read($0, account.decisions.entries) }
    return books.paths.values.map { value in
      let rule = books.rule(of: value.path)
      let node = data.node(at: value.node)
      return AccountedValue(
        path: rule.path, node: node, place: value.place,
        fate: account.fate(of: value, node, rule, books.paths).0)
    }
  }

  func outcome(of record: SourceRecord, files: [ExtractedAttachment]) -> String {
    do {
      return try result(of: record, files: files)
    } catch {
      return "\(error)"
    }
  }
}
