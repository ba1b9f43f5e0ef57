/// What the report shows of a ticket in the old system's words.
struct OldWords: Sendable {
  let url: String
  let subject: String
  let queue: String
  let state: String
  /// "2021-01".
  let month: String

  /// Most of a line is its history, which the report does not show: of that it is only seen that the line has its end.
  static func read(_ line: [UInt8]) -> (SourceID<Ticket>, OldWords)? {
    guard let root = ReportLines.object(line, until: ["ticket", "issue"]), let id = root.text("id") else {
      return nil
    }
    return (SourceID(id), OldWords(root))
  }

  private init(_ root: JSONNode) {
    url = root.text("url") ?? ""
    switch root.text("system").flatMap(SourceSystem.init) {
    case .requestTracker:
      let ticket = root["data"]?["ticket"]
      subject = ticket?.text("Subject") ?? ""
      queue = ticket?.text("Queue", "Name") ?? ticket?.text("Queue") ?? ""
      state = ticket?.text("Status") ?? ""
      month = Day(ticket?.text("Created"))?.month ?? ""
    case .redmine:
      let issue = root["data"]?["issue"]
      subject = issue?.text("subject") ?? ""
      queue = issue?.text("project", "name") ?? ""
      state = issue?.text("status", "name") ?? ""
      month = Day(issue?.text("created_on"))?.month ?? ""
    case nil:
      (subject, queue, state, month) = ("", "", "", "")
    }
  }
}

/// What the report shows of a ticket in the new system's words.
struct NewWords: Sendable {
  /// Names are read only where one is shown.
  struct Text: Sendable {
    fileprivate let node: JSONNode
    let byteCount: Int
    var article: String { node.text("id") ?? "" }
  }
  struct File: Sendable {
    fileprivate let node: JSONNode
    let byteCount: Int
    var name: String { node.text("name") ?? "" }
  }

  let url: String
  let subject: String
  let queue: String
  let state: String
  let month: String
  /// Days from its creation to its last article; nil when either date is missing.
  let days: Int?
  /// One for each article; the bytes are counted as they stand in the file.
  let texts: [Text]
  let files: [File]

  static func read(_ line: [UInt8]) -> (SourceID<Ticket>, NewWords)? {
    guard let root = ReportLines.object(line), let id = root.text("id") else { return nil }
    return (SourceID(id), NewWords(root))
  }

  private init(_ root: JSONNode) {
    url = root.text("url") ?? ""
    subject = root.text("subject") ?? ""
    queue = root.text("queue") ?? ""
    state = root.text("state") ?? ""
    let created = Day(root.text("created"))
    month = created?.month ?? ""
    let articles = root["articles"]?.elements ?? []
    texts = articles.map { article in
      Text(node: article, byteCount: max(0, (article["text"]?.source.count ?? 2) - 2))
    }
    files = articles.flatMap { $0["attachments"]?.elements ?? [] }.map { file in
      File(node: file, byteCount: file.count("bytes") ?? 0)
    }
    days = Day(articles.last?.text("created")).flatMap { last in created.map { last.number - $0.number } }
  }
}

/// The day with which an RFC 3339 date begins.
private struct Day {
  /// "2021-01".
  let month: String
  /// Days since a fixed one, counted as in Howard Hinnant's `days_from_civil`.
  let number: Int

  /// Nil for what is no date.
  init?(_ date: String?) {
    guard let date = date?.utf8.prefix(10), let year = date.number(upTo: 4),
      let month = date.dropFirst(4).number(behindDash: 2), let day = date.dropFirst(7).number(behindDash: 2),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    self.month = String(decoding: date.prefix(7), as: UTF8.self)
    let marchYear = month > 2 ? year : year - 1
    let (era, yearOfEra) = (marchYear / 400, marchYear % 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
  }
}

extension Substring.UTF8View {
  /// The number that the first bytes are; nil where they are not all digits.
  fileprivate func number(upTo count: Int) -> Int? {
    let digits = prefix(count)
    guard digits.count == count, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return digits.reduce(0) { 10 * $0 + Int($1 - 0x30) }
  }

  fileprivate func number(behindDash count: Int) -> Int? {
    first == UInt8(ascii: "-") ? dropFirst().number(upTo: count) : nil
  }
}
