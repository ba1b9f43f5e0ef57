import MigrationKit

extension TicketMapper {
  /// What the new system has no field for, a fact a line.
  func header(
    _ people: PlacedPeople, _ fields: PlacedFields, _ subject: Subject
  ) -> [String] {
    let wording = terms.wording
    let address = wording.plain("\(wording.words[.ticket]) \(source.id)") + ": \(source.url)"
    let facts =
      [subject.full].compactMap { $0 }.map { (.subject, $0) } + people.lines + dateFacts + dates.lines
      + effortFacts + sharedNameFacts + mergedFacts
    return [address] + facts.map(wording.line) + people.roles.map(wording.plain) + links.leftovers.map(line)
      + fields.lines
  }

  private var dateFacts: [TicketFact] {
    let undated = source.created.isKnown ? "" : ", \(terms.wording.words[.undated])"
    return [(.created, local(source.created.time).readable + undated)]
      + source.moments.map { word, time in (word, local(time).readable) }
  }

  private var effortFacts: [TicketFact] {
    let effort = source.effort
    // The target takes no minutes below 0.
    let efforts: [(Word, Int)] = [
      (.timeWorked, keepsTime ? min(0, effort.total) : effort.total),
      (.timeEstimated, min(0, effort.estimated)), (.timeLeft, effort.left),
    ]
    let corrected = keepsTime ? effort.corrected.map { hoursAndMinutes($0.minutes) } : []
    return efforts.filter { $0.1 != 0 }.map { ($0, hoursAndMinutes($1)) }
      + (corrected.isEmpty ? [] : [(.timeCorrected, corrected.joined(separator: ", "))])
  }

  /// Old names that the new ones do not give back, because several lead to one, or children decide.
  private var sharedNameFacts: [TicketFact] {
    let configuration = mapping.configuration
    let words = source.words
    var facts: [TicketFact] = []
    if !configuration.queues.isReversible(words.queue) { facts.append((.queueInRT, words.queue)) }
    if !configuration.states.isReversible(words.state) { facts.append((.stateInRT, words.state)) }
    if !configuration.priorities.isReversible(words.priority) || links.hasChildren {
      facts.append((.priorityInRT, words.priority))
    }
    return facts + source.facts
  }

  private var mergedFacts: [TicketFact] {
    guard !source.merged.isEmpty else { return [] }
    return [(.mergedTickets, source.merged.map(\.text).joined(separator: ", "))]
  }

  /// A ticket that is migrated is a link to its new place; another one's page is named.
  private func line(_ link: SourceLink) -> String {
    let wording = terms.wording
    let name = wording.words[link.relation.word]
    switch link.end {
    case .address(let address): return wording.linked("\(name): \(address)")
    case .ticket(let other) where census.contains(other):
      let written = "\(wording.words[.ticket]) \(other)"
      return wording.plain(name) + ": " + Placeholder.ticket(other, written: written).text
    case .ticket(let other):
      let page = page(of: other).map { " <\($0)>" } ?? ""
      return wording.linked("\(name): \(wording.words[.ticket]) \(other)\(page)")
    }
  }

  /// Another ticket's page has this one's address but for the number.
  private func page(of other: SourceID<Ticket>) -> String? {
    source.url.hasSuffix("=\(source.id)") ? source.url.dropLast(source.id.text.count) + other.text : nil
  }
}

/// "1 h 20 min", "–30 min".
func hoursAndMinutes(_ minutes: Int) -> String {
  let sign = minutes < 0 ? "–" : ""
  return switch (minutes.magnitude / 60, minutes.magnitude % 60) {
  case (0, let minutes): "\(sign)\(minutes) min"
  case (let hours, 0): "\(sign)\(hours) h"
  case (let hours, let minutes): "\(sign)\(hours) h \(minutes) min"
  }
}
