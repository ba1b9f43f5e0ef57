import MigrationKit

/// The counts of a part. What the old system had of each and what became of it is in `balance`.
extension Tally: JSONRecord {
  init(json: JSONNode) throws {
    let people: [TransformedPerson] = try json.records("people")
    self.init(
      written: try json.int("written"), rejected: try json.int("rejected"),
      articles: try json.int("articles"), attachments: try json.int("attachments"),
      links: try json.int("links"), internalFiles: try json.int("internal_files"),
      archived: try json.int("archived"), embedded: try json.int("embedded"),
      balance: try TicketBalance(
        json: json.required("balance") { $0 }, summaries: json.int("summaries")),
      vocabulary: try Vocabulary(json: json.required("uses") { $0 }),
      people: Dictionary(people.map { ($0.person, $0.tickets) }) { first, _ in first },
      named: Set(try json.records("named")), gaps: try json.required("gaps") { try GapList(json: $0) },
      hints: try json.counts("hints"), days: try json.required("days") { try DayHint(json: $0) })
  }

  var json: JSONValue {
    let rows = people.sorted { $0.key.sortKey < $1.key.sortKey }
    return [
      "written": .int(written), "rejected": .int(rejected), "articles": .int(articles),
      "attachments": .int(attachments), "links": .int(links), "internal_files": .int(internalFiles),
      "archived": .int(archived), "embedded": .int(embedded), "balance": balance.json,
      "summaries": .int(balance.summaries),
      "uses": vocabulary.json,
      "people": .array(rows.map { TransformedPerson(person: $0.key, tickets: $0.value).json }),
      "named": .array(named.sorted { $0.sortKey < $1.sortKey }.map(\.json)), "gaps": gaps.json,
      "hints": .counts(hints),
      "days": days.json,
    ]
  }
}

extension TicketBalance {
  fileprivate init(json: JSONNode, summaries: Int) throws {
    func count(_ name: String) throws -> Count {
      let row = try json.required(name) { $0 }
      return Count(
        met: try row.int("met"), carried: try row.int("carried"), text: try row.int("text"),
        dropped: try row.int("dropped"), rejected: try row.int("rejected"))
    }
    self.init(
      articles: try count("articles"), summaries: summaries, attachments: try count("attachments"),
      links: try count("links"))
  }
}
