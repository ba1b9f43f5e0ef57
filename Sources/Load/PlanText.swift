import MigrationKit

/// The plan's summary as people read it.
extension PlanSummary {
  var text: String {
    ([head] + section("What this target cannot keep as it is:", lossLines)
      + section("Worth a look:", matters)
      + section("Cannot be sent, fix these first:", faults)).joined(separator: "\n")
  }

  private func section(_ title: String, _ lines: [String]) -> [String] {
    lines.isEmpty ? [] : [title] + lines.map { "  \($0)" }
  }

  private var head: String {
    let there = tally.complete > 0 ? " (\(grouped(tally.complete)) already complete)" : ""
    let steps = tally.writes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { "\(grouped($0.value)) \($0.key)" }
    return """
      Plan for \(planned.description.product): \(counted(tally.tickets, "ticket"))\(there)
        to be sent: \(counted(tally.articles, "message")), \(counted(tally.files, "attachment")) \
      (\(size(tally.fileBytes))), \(counted(tally.links, "link")), \
      \(counted(tally.timeEntries, "time entry", "time entries")), \(counted(tally.accounts, "new account"))
        requests: \(grouped(tally.writeCount)) that write, not counting repeated ones (\(steps.joined(separator: ", "))), \
      \(grouped(tally.readCount)) or more that read
        authors: \(grouped(tally.authoredTickets)) of \(counted(tally.newTickets, "ticket")) and \
      \(grouped(tally.authoredArticles)) of \(counted(tally.newArticles, "message")) in their author's name
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
        "\(counted(tally.tooLargeFiles, "attachment is", "attachments are")) larger than the target accepts "
          + "(\(counted(limit, "byte")))"
      )
    }
    if tally.forbiddenFiles > 0 {
      lines.append(
        "\(counted(tally.forbiddenFiles, "attachment has an extension", "attachments have extensions")) "
          + "that the target does not allow: run transform again")
    }
    if tally.longSubjects > 0 {
      lines.append(
        "\(counted(tally.longSubjects, "subject is", "subjects are")) longer than \(planned.abilities.longestSubject) "
          + "characters"
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
      "\(counted(count, "\(noun) waits", "\(noun)s wait")) for tickets that are not part of this load"
    }
  }

  private var people: [String] {
    unlocked + duplicates.prefix(10).map { "\($0.email) is shared by \($0.names.joined(separator: ", "))" }
      + (duplicates.count > 10
        ? ["and \(counted(duplicates.count - 10, "more shared address", "more shared addresses"))"] : [])
  }

  private var unlocked: [String] {
    guard tally.unlocked > 0 else { return [] }
    return [
      "\(counted(tally.unlocked, "locked account is", "locked accounts are")) unlocked for the load and "
        + "locked again at its end"
    ]
  }

  /// The API does not reveal workflows.
  private var states: [String] {
    guard !tally.situations.isEmpty else { return [] }
    let situations = tally.situations.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    let names = situations.prefix(10).map { "\($0.key.type) → \($0.key.state) (\(grouped($0.value)))" }
    let rest = situations.count > 10 ? ", and \(situations.count - 10) more" : ""
    return [
      "the target's API does not reveal workflows; check these status changes with load --limit 20: "
        + names.joined(separator: ", ") + rest
    ]
  }

  private var faults: [String] { tally.misfits.lines + tally.faults.lines }
}
