/// The table in which a ticket is found by its old or its new number. The page holds all tickets as data and shows a
/// few rows of it: as elements of the page, 20,000 of them would take a phone many seconds.
struct LookupSection {
  /// Shown before anybody searches, and where no script runs.
  let first: [HTML]
  let count: Int

  static let rowsAtFirst = 25

  var html: HTML {
    guard count > 0 else { return "" }
    return """
      <section id="tickets">
      <h2>Find a ticket</h2>
      <p class="search"><label for="search">Old or new number, or words of the subject</label>
      <input id="search" type="search" autocomplete="off" inputmode="search" hidden></p>
      <noscript><p class="quiet">Searching needs JavaScript; loaded/ids.csv has the same numbers.</p></noscript>
      <div class="wide"><table><thead><tr><th class="number">Old</th><th class="number">New</th><th>Subject</th>\
      <th>Where it is</th></tr></thead>
      <tbody id="rows">\(first)</tbody></table></div>
      <p id="found" class="quiet" aria-live="polite">\(first.count) of \(count) tickets</p>
      <p class="more"><button id="more" type="button" hidden>Show more</button></p>
      </section>
      """
  }

  static func row(_ row: TicketRow, _ fate: TicketRow.Fate) -> HTML {
    let attention: HTML = fate.needsAttention ? " class=\"attention\"" : ""
    return """
      <tr><td class="number">\(HTML.link(row.id.text.clipped(to: 40), to: row.oldURL))</td>\
      <td class="number">\(HTML.link(row.identity?.newID.clipped(to: 40) ?? "–", to: row.identity?.newURL))</td>\
      <td class="words">\(row.subject.clipped(to: 120))</td><td\(attention)>\(fate.words)</td></tr>

      """
  }
}

extension TicketRow.Fate {
  var needsAttention: Bool {
    switch self {
    case .incomplete, .refused, .rejected, .unread: true
    case .arrived, .notLoaded, .notTransformed, .skipped: false
    }
  }
}

/// The tickets as data inside the page: `{"rows":[["12","1042","Printer",0],…],"old":"https://…id=",…}`.
///
/// Most addresses are a beginning and the number. The beginning is written once, and a whole address only where one
/// differs: a row is some sixty bytes beside its subject.
struct LookupData {
  private(set) var count = 0
  private var oldStart: String?
  private var newStart: String?

  static let opening = #"{"rows":["#

  /// Everything behind the rows.
  var closing: String {
    let words = TicketRow.Fate.allCases
    let rest: JSONValue = [
      "old": .string(oldStart ?? ""), "new": .string(newStart ?? ""),
      "fates": .strings(words.map(\.words)), "attention": .array(words.map { .bool($0.needsAttention) }),
    ]
    return "]," + Self.inScript(rest).dropFirst()
  }

  mutating func row(_ row: TicketRow, _ fate: TicketRow.Fate) -> String {
    let comma = count == 0 ? "\n" : ",\n"
    count += 1
    let oldID = printable(row.id.text.clipped(to: 40))
    let newID = printable(row.identity?.newID.clipped(to: 40) ?? "")
    let values: [JSONValue] = [
      .string(oldID), .string(newID), .string(printable(row.subject.clipped(to: 120))), .int(fate.rawValue),
      Self.address(row.oldURL, oldID, &oldStart), Self.address(row.identity?.newURL, newID, &newStart),
    ]
    let shown = values[5] == 0 ? (values[4] == 0 ? values.prefix(4) : values.prefix(5)) : values[...]
    return comma + Self.inScript(.array(Array(shown)))
  }

  /// 0 for an address that is the common beginning and the number, null for one that is no link.
  private static func address(_ url: String?, _ id: String, _ start: inout String?) -> JSONValue {
    if id.isEmpty { return 0 }
    guard let url, WebAddress.isSafe(url) else { return .null }
    if start == nil, url.hasSuffix(id), WebAddress.isSafe(String(url.dropLast(id.count))) {
      start = String(url.dropLast(id.count))
    }
    return url == (start ?? "") + id ? 0 : .string(url)
  }

  /// Inside of a script element only `<` can end it or open a comment.
  private static func inScript(_ value: JSONValue) -> String {
    let text = value.text
    return text.utf8.contains(UInt8(ascii: "<")) ? text.replacing("<", with: "\\u003c") : text
  }
}
