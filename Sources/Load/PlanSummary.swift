import MigrationKit

/// What `load plan` says: to people, and as JSON to machines and in `data/loaded/plan.json`.
struct PlanSummary {
  let tally: PlanTally
  let planned: PlannedTarget
  /// SHA-256 of the transformed tickets.
  let tickets: String
  /// What `transform` has made of the links; nil where it does not say.
  let links: LinkSummary?
  /// Addresses that several people of the old system share.
  let duplicates: [SharedAddress]

  private static let mostValues = 100
  static let mailRule =
    "at worst: each creation, comment and relation goes to every member of the project, the author, the assignee, the "
    + "watchers and the key's account; none are sent where the target's notifications are off"

  var json: JSONValue {
    [
      "stage": "plan", "version": .string(Stage.version), "target": .string(planned.description.fingerprint),
      "product": .string(planned.description.product), "tickets": .string(tickets), "counts": counts,
      "requests": [
        "writes": .int(tally.writeCount), "reads": .int(tally.readCount),
        "steps": .object(tally.writes.sorted { $0.key < $1.key }.map { .init($0.key, .int($0.value)) }),
      ],
      "authors": [
        "tickets": .int(tally.authoredTickets), "of_tickets": .int(tally.newTickets),
        "articles": .int(tally.authoredArticles), "of_articles": .int(tally.newArticles),
      ],
      "losses": .array(losses.map(loss)),
      "mails": ["at_worst": .int(tally.mails), "counted": .string(Self.mailRule)],
      "limits": limits,
      "states": .array(
        tally.situations.sorted { $0.key < $1.key }.map { situation, count in
          ["type": .string(situation.type), "state": .string(situation.state), "tickets": .int(count)]
        }),
      "misfits": .array(tally.misfits.rows.map(misfit)),
      "shared_addresses": .array(duplicates.map(\.json)),
      "faults": .array(tally.faults.worst.map(fault)),
    ]
  }

  /// Those of links are decided of all tickets together, and before.
  var losses: [(key: Loss, value: Int)] {
    let lost = (links?.lost ?? [:]).map { loss, count in
      (key: Loss(fact: .link, fate: "a line of the text at both ends", reason: loss.rawValue), value: count)
    }
    return (Array(tally.losses) + lost).sorted { $0.key < $1.key }
  }

  private var counts: JSONValue {
    .members([
      "tickets": .int(tally.tickets), "complete": .int(tally.complete), "articles": .int(tally.articles),
      "attachments": .int(tally.files), "attachment_bytes": .int(tally.fileBytes), "links": .int(tally.links),
      "waiting_links": .int(tally.waitingLinks), "waiting_texts": .int(tally.waitingTexts),
      "links_in_text": links.map { .int($0.lost.values.reduce(0, +)) },
      "time_entries": .int(tally.timeEntries), "minutes": .int(tally.minutes),
      "accounts": .int(tally.accounts),
      "faults": .int(tally.faults.count),
    ])
  }

  private var limits: JSONValue {
    .members([
      "largest_file": planned.description.largestFile.map { .int($0) },
      "too_large": .int(tally.tooLargeFiles), "forbidden": .int(tally.forbiddenFiles),
      "long_subjects": .int(tally.longSubjects),
      "largest_files": .array(tally.largestFiles.entries.map(entry)),
      "longest_texts": .array(tally.longestTexts.entries.map(entry)),
    ])
  }

  private func loss(_ loss: Loss, _ count: Int) -> JSONValue {
    [
      "what": .string(loss.fact.rawValue), "becomes": .string(loss.fate), "because": .string(loss.reason),
      "count": .int(count),
    ]
  }

  private func fault(_ row: FaultTally.Row) -> JSONValue {
    ["ticket": .string(row.tickets[0].text), "reason": .string(row.words), "count": .int(row.count)]
  }

  private func misfit(_ row: MisfitTally.Row) -> JSONValue {
    [
      "field": .string(row.misfit.field), "are": .string(row.misfit.flaw), "count": .int(row.count),
      "values": .array(
        row.values.prefix(Self.mostValues).map { ["value": .string($0.value), "count": .int($0.count)] }),
    ]
  }

  private func entry(_ entry: Tops<PlanTally.Place>.Entry) -> JSONValue {
    [
      "ticket": .string(entry.element.ticket.text), "what": .string(entry.element.words),
      "bytes": .int(entry.size),
    ]
  }
}
