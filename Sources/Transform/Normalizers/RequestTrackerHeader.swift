import MigrationKit

/// What a line of the header says: "Owner: Zoë".
typealias HeaderFact = (word: Word, value: String)

extension RequestTrackerConversion {
  /// What the new system has no field for, a fact a line.
  func header(
    _ people: PlacedPeople, _ fields: PlacedFields, _ dates: PlannedDates, _ subject: Subject,
    _ links: RequestTrackerLinks
  ) -> [String] {
    let wording = terms.wording
    let address = wording.plain("\(wording.words[.ticket]) \(source.id)") + ": \(source.url)"
    let facts =
      [subject.full].compactMap { $0 }.map { (.subject, $0) } + people.lines + dateFacts + dates.lines
      + effortFacts + sharedNameFacts(hasChildren: links.hasChildren) + mergedFacts
    return [address] + facts.map(wording.line) + people.roles.map(wording.plain) + links.leftovers.map(line)
      + fields.lines
  }

  private var dateFacts: [HeaderFact] {
    let ticket = source.ticket
    let undated = ticket.created == nil ? ", \(terms.wording.words[.undated])" : ""
    let dates: [(Word, Timestamp?)] = [
      (.started, ticket.started), (.resolved, ticket.resolved),
      (.told, ticket.told), (.lastUpdated, ticket.lastUpdated),
    ]
    return [(.created, local(source.created).readable + undated)]
      + dates.compactMap { word, time in time.map { (word, local($0).readable) } }
  }

  private var effortFacts: [HeaderFact] {
    let ticket = source.ticket
    // The target takes no minutes below 0.
    let efforts: [(Word, Int)] = [
      (.timeWorked, effort == nil ? ticket.timeWorked : min(0, ticket.timeWorked)),
      (.timeEstimated, min(0, ticket.timeEstimated)), (.timeLeft, ticket.timeLeft),
    ]
    let corrected = (effort?.corrected ?? []).map { hoursAndMinutes($0.minutes) }
    return efforts.filter { $0.1 != 0 }.map { ($0, hoursAndMinutes($1)) }
      + (corrected.isEmpty ? [] : [(.timeCorrected, corrected.joined(separator: ", "))])
  }

  /// Old names that the new ones do not give back, because several lead to one, or children decide.
  private func sharedNameFacts(hasChildren: Bool) -> [HeaderFact] {
    let configuration = mapping.configuration
    let ticket = source.ticket
    var facts: [HeaderFact] = []
    if !configuration.queues.isReversible(ticket.queue) { facts.append((.queueInRT, ticket.queue)) }
    if !configuration.states.isReversible(ticket.status) { facts.append((.stateInRT, ticket.status)) }
    if ticket.priority != 0 || hasChildren { facts.append((.priorityInRT, String(ticket.priority))) }
    if ticket.finalPriority != 0 { facts.append((.finalPriority, String(ticket.finalPriority))) }
    if !ticket.serviceLevel.cleanLine.isEmpty { facts.append((.serviceLevel, ticket.serviceLevel)) }
    return facts
  }

  private var mergedFacts: [HeaderFact] {
    guard !source.merged.isEmpty else { return [] }
    return [(.mergedTickets, source.merged.map(\.text).joined(separator: ", "))]
  }

  /// A ticket that is migrated is a link to its new place; another one's page is named.
  private func line(_ link: RequestTrackerLink) -> String {
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
