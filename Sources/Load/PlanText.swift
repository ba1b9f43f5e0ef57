import MigrationKit

/// The plan's summary as people read it.
extension PlanSummary {
  var text: String {
    ([head] + section("What this target does not keep as it was:", lossLines)
      + section("Worth a look:", matters)
      + section("Cannot be sent; mend these first:", faults)).joined(separator: "\n")
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : [title] + lines.map { "  \($0)" }
  }

  private var head: String {
    let there = tally.complete > 0 ? " (\(grouped(tally.complete)) are there already)" : ""
    let steps = tally.writes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\(grouped($0.value)) \($0.key)" }
    return """
      Plan for \(planned.description.product): \(grouped(tally.tickets)) tickets\(there)
        to be sent: \(grouped(tally.articles)) articles, \(grouped(tally.files)) attachments \
      (\(size(tally.fileBytes))), \(grouped(tally.links)) links, \
      \(grouped(tally.timeEntries)) time entries, \(grouped(tally.accounts)) new accounts
        requests: \(grouped(tally.writeCount)) that write, if none must be repeated (\(steps.joined(separator: ", "))), \
      \(grouped(tally.readCount)) or more that read
        authors: \(grouped(tally.authoredTickets)) of \(grouped(tally.newTickets)) tickets and \
      \(grouped(tally.authoredArticles)) of \(grouped(tally.newArticles)) articles are written in their author's name
        mails: \(grouped(tally.mails)) \(Self.mailRule)
      """
  }

  private var lossLines: [String] {
    losses.map { loss, count in
      "\(grouped(count)) × \(loss.fact.rawValue): \(loss.fate) (\(loss.reason))"
    }
  }

  private var matters: [String] {
    limits + people + waiting + planned.forecaster.linkNotes + states
  }

  private var limits: [String] {
    var lines: [String] = []
    if tally.tooLargeFiles > 0, let limit = planned.description.largestFile {
      lines.append(
        "\(grouped(tally.tooLargeFiles)) attachments are larger than the target takes (\(grouped(limit)) bytes)"
      )
    }
    if tally.forbiddenFiles > 0 {
      lines.append(
        "\(grouped(tally.forbiddenFiles)) \(tally.forbiddenFiles == 1 ? "attachment has an extension" : "attachments have extensions") "
          + "that the target does not allow: run transform again")
    }
    if tally.longSubjects > 0 {
      lines.append(
        "\(grouped(tally.longSubjects)) subjects are longer than \(planned.abilities.longestSubject) characters"
      )
    }
    let largest = [("text", tally.longestTexts), ("file", tally.largestFiles)]
    return lines
      + largest.compactMap { kind, tops in
        tops.entries.first.map { entry in
          "the largest \(kind) has \(size(entry.size)): ticket \(entry.element.ticket), \(entry.element.words)"
        }
      }
  }

  private var waiting: [String] {
    [(tally.waitingLinks, "link"), (tally.waitingTexts, "text")].filter { $0.0 > 0 }.map { count, noun in
      "\(count == 1 ? "1 \(noun) waits" : "\(grouped(count)) \(noun)s wait") for tickets that this load does not bring"
    }
  }

  private var people: [String] {
    unlocked + duplicates.prefix(10).map { "\($0.email) is shared by \($0.names.joined(separator: ", "))" }
      + (duplicates.count > 10 ? ["and \(grouped(duplicates.count - 10)) more shared addresses"] : [])
  }

  private var unlocked: [String] {
    guard tally.unlocked > 0 else { return [] }
    return [
      "\(grouped(tally.unlocked)) locked \(tally.unlocked == 1 ? "account is" : "accounts are") unlocked for the load and "
        + "locked again at its end"
    ]
  }

  /// The API tells no workflow.
  private var states: [String] {
    guard !tally.situations.isEmpty else { return [] }
    let situations = tally.situations.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let names = situations.prefix(10).map { "\($0.key.type) → \($0.key.state) (\(grouped($0.value)))" }
    let rest = situations.count > 10 ? ", and \(situations.count - 10) more" : ""
    return [
      "no program is told which workflow leads where; a trial (load --limit 20) shows it: "
        + names.joined(separator: ", ") + rest
    ]
  }

  private var faults: [String] {
    let more = tally.faultCount - tally.faults.count
    return tally.misfits.lines
      + tally.faults.map { $0.ticket == Ticket.accounts.id ? $0.words : "ticket \($0.ticket): \($0.words)" }
      + (more > 0 ? ["and \(grouped(more)) more in the plan's lines with \"fault\""] : [])
  }
}
