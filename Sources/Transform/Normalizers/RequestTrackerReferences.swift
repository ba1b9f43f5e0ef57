import MigrationKit

/// Finds the migrated tickets that a text speaks of, by an address of the old system or by "#1234".
struct RequestTrackerReferences: TicketReferences {
  private let census: Census
  /// Under which people reach the old system.
  private let places: [WebPlace]
  private let addresses: [String]
  private let rule: MentionRule
  private let tags: SubjectTags

  init(_ census: Census, addresses: [String], _ rule: MentionRule) {
    self.census = census
    self.addresses = addresses
    self.rule = rule
    tags = SubjectTags(census)
    places = addresses.compactMap { WebPlace($0) }.sorted { $0.path.count > $1.path.count }
  }

  func ticket(at address: String) -> SourceID<Ticket>? {
    guard let page = WebPlace(address), let root = places.first(where: page.isWithin) else { return nil }
    return switch SourceSystem.requestTracker.page(at: page, below: root) {
    case .ticket(let id): migrated(id)
    case .entry(let number): entry(number)
    case nil: nil
    }
  }

  /// `/Ticket/Attachment/190/54/shot.png`, of the entry 190: html/Ticket/Attachment/dhandler of RT 5.0.3.
  func attachment(at address: String) -> String? {
    guard let page = WebPlace(address), let root = places.first(where: page.isWithin) else { return nil }
    let path = page.path.dropFirst(root.path.count).split(separator: "/").map(String.init)
    guard path.count > 3, path[0] == "Ticket" || path[0] == "SelfService", path[1] == "Attachment" else {
      return nil
    }
    return path[3]
  }

  /// Its pages call each other so, and mails that were written there have such addresses.
  func address(ofPage path: String) -> String? {
    guard path.hasPrefix("/"), let root = addresses.first.flatMap(Self.origin) else { return nil }
    let whole = root + path
    return ticket(at: whole) != nil || attachment(at: whole) != nil ? whole : nil
  }

  /// Scheme and host.
  private static func origin(_ address: String) -> String? {
    guard let colon = address.firstRange(of: "://") else { return nil }
    return String(address[..<(address[colon.upperBound...].firstIndex(of: "/") ?? address.endIndex)])
  }

  /// The ticket in whose history this entry stands.
  private func entry(_ number: String) -> SourceID<Ticket>? {
    Int(number).flatMap(census.transactions.ticket).flatMap { migrated(SourceID(String($0))) }
  }

  private func number(_ text: String?) -> SourceID<Ticket>? {
    guard let text, text.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return migrated(SourceID(text))
  }

  private func migrated(_ ticket: SourceID<Ticket>) -> SourceID<Ticket>? {
    let survivor = census.survivor(of: ticket)
    return census.contains(survivor) ? survivor : nil
  }

  /// Numbers behind "#" that are not the beginning of something else: "#12." ends a sentence, "#12.5" is a number.
  func mentions(in text: Substring) -> [TicketMention] {
    guard rule != .none else { return [] }
    let bytes = text.utf8
    var mentions: [TicketMention] = []
    var search = bytes.startIndex
    while let hash = bytes[search...].firstIndex(of: UInt8(ascii: "#")) {
      let start = bytes.index(after: hash)
      let end = bytes[start...].firstIndex { !$0.isDigit } ?? bytes.endIndex
      search = end
      guard start < end, text[end...].isBehindMention, let ticket = number(String(text[start..<end])) else {
        continue
      }
      let place = MentionPlace(front: text[..<hash], rest: text[end...])
      let follows = mentions.last.map { place.joins(text[$0.range.upperBound..<hash]) } ?? false
      guard follows || place.isMeant(tags: tags) || rule == .all && place.isApart else { continue }
      mentions.append(TicketMention(range: hash..<end, ticket: ticket))
    }
    return mentions
  }
}

extension Substring {
  /// The text behind a mention; "#12abc" is none of ours.
  fileprivate var isBehindMention: Bool {
    guard let next = first else { return true }
    if next.isLetter || next.isNumber || next == "_" || next == "#" { return false }
    guard [".", ",", "-", "/", "'", ":"].contains(next), let further = dropFirst().first else { return true }
    return !further.isNumber && !(next == "-" && further.isLetter)
  }
}
