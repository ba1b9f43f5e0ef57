/// What a page of the old system is about, by its address.
package enum SourcePage: Equatable, Sendable {
  case ticket(SourceID<Ticket>)
  /// An entry of a ticket's history, by its number.
  case entry(String)
}

extension SourceSystem {
  /// Nil for a page that is not a ticket's.
  /// - Parameter root: the address of the system, in which the page lies.
  package func page(at page: WebPlace, below root: WebPlace) -> SourcePage? {
    let path = page.path.dropFirst(root.path.count).split(separator: "/").map(String.init)
    return switch self {
    case .requestTracker: Self.requestTrackerPage(page, path)
    // `/issues/12`, with what may follow.
    case .redmine: path.count > 1 && path[0] == "issues" ? Self.ticket(path[1]) : nil
    }
  }

  /// Pages of tickets have the number as `id`, others in their path; files and entries name the entry of the history:
  /// html/Ticket, html/SelfService, html/m/ticket of RT 5.0.3.
  private static func requestTrackerPage(_ page: WebPlace, _ path: [String]) -> SourcePage? {
    guard let first = path.first else { return nil }
    switch first {
    case "Ticket", "SelfService":
      if path.count > 2, path[1] == "Attachment" { return .entry(path[2]) }
      // The number is in the path, or behind "Display.html".
      if path.count > 2, path[1] == "Transaction" { return .entry(page["id"] ?? path[2]) }
      return page["id"].map(ticket) ?? page["Transaction"].map { .entry($0) }
    case "Transaction": return page["id"].map { .entry($0) }
    case "m" where path.dropFirst().first == "ticket": return ticket(page["id"])
    case "REST": return answer(Array(path.dropFirst(2)))
    default: return nil
    }
  }

  /// `/REST/2.0/ticket/12`, `/REST/2.0/transaction/190`.
  private static func answer(_ path: [String]) -> SourcePage? {
    guard path.count > 1 else { return nil }
    return path[0] == "ticket" ? ticket(path[1]) : path[0] == "transaction" ? .entry(path[1]) : nil
  }

  private static func ticket(_ number: String?) -> SourcePage? {
    guard let number, !number.isEmpty, number.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return .ticket(SourceID(number))
  }
}
