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
    guard let root = ReportLines.object(line, until: ["ticket"]), let id = root.text("id") else { return nil }
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
      month = monthOf(ticket?.text("Created"))
    case nil:
      (subject, queue, state, month) = ("", "", "", "")
    }
  }
}

/// What the report shows of a ticket in the new system's words.
struct NewWords: Sendable {
  struct Text: Sendable {
    let article: String
    let byteCount: Int
  }
  struct File: Sendable {
    let name: String
    let byteCount: Int
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
    month = monthOf(root.text("created"))
    let articles = root["articles"]?.elements ?? []
    texts = articles.map { article in
      Text(article: article.text("id") ?? "", byteCount: max(0, (article["text"]?.source.count ?? 2) - 2))
    }
    files = articles.flatMap { $0["attachments"]?.elements ?? [] }.map { file in
      File(name: file.text("name") ?? "", byteCount: file.count("bytes") ?? 0)
    }
    days = dayNumber(articles.last?.text("created")).flatMap { last in
      dayNumber(root.text("created")).map { last - $0 }
    }
  }
}

/// "2021-01" of an RFC 3339 date; empty for what is none.
private func monthOf(_ date: String?) -> String {
  guard let date, dayNumber(date) != nil else { return "" }
  return String(date.prefix(7))
}

/// Days since a fixed one, counted as in Howard Hinnant's `days_from_civil`; nil for what is no RFC 3339 date.
private func dayNumber(_ date: String?) -> Int? {
  let parts = date?.prefix(10).split(separator: "-").compactMap { Int($0) } ?? []
  guard parts.count == 3, date?.utf8.count ?? 0 >= 10, (1...12).contains(parts[1]),
    (1...31).contains(parts[2])
  else { return nil }
  let year = parts[1] > 2 ? parts[0] : parts[0] - 1
  let era = year / 400
  let (yearOfEra, month) = (year - era * 400, (parts[1] + 9) % 12)
  let dayOfYear = (153 * month + 2) / 5 + parts[2] - 1
  return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
}
