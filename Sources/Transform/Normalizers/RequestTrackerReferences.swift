import MigrationKit

/// Finds the migrated tickets that a text speaks of, by an address of the old system or by "#1234".
struct RequestTrackerReferences: TicketReferences {
  private let census: Census
  /// Under which people reach the old system.
  private let places: [WebPlace]
  private let addresses: [String]

  init(_ census: Census, addresses: [String]) {
    self.census = census
    self.addresses = addresses
    places = addresses.compactMap { WebPlace($0) }.sorted { $0.path.count > $1.path.count }
  }

  /// Pages of tickets have the number as `id`, others in their path; files and entries name the entry of the history:
  /// html/Ticket, html/SelfService, html/m/ticket of RT 5.0.3.
  func ticket(at address: String) -> SourceID<Ticket>? {
    guard let page = WebPlace(address), let root = places.first(where: page.isWithin) else { return nil }
    let path = page.path.dropFirst(root.path.count).split(separator: "/").map(String.init)
    guard let first = path.first else { return nil }
    switch first {
    case "Ticket", "SelfService":
      if path.count > 2, path[1] == "Attachment" { return entry(path[2]) }
      // The number is in the path, or behind "Display.html".
      if path.count > 2, path[1] == "Transaction" { return entry(page["id"] ?? path[2]) }
      return page["id"].map { number($0) } ?? entry(page["Transaction"])
    case "Transaction": return entry(page["id"])
    case "m" where path.dropFirst().first == "ticket": return number(page["id"])
    case "REST": return answer(Array(path.dropFirst(2)))
    default: return nil
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

  /// `/REST/2.0/ticket/12`, `/REST/2.0/transaction/190`.
  private func answer(_ path: [String]) -> SourceID<Ticket>? {
    guard path.count > 1 else { return nil }
    return path[0] == "ticket" ? number(path[1]) : path[0] == "transaction" ? entry(path[1]) : nil
  }

  /// The ticket in whose history this entry stands.
  private func entry(_ number: String?) -> SourceID<Ticket>? {
    number.flatMap(Int.init).flatMap(census.transactions.ticket).flatMap { migrated(SourceID(String($0))) }
  }

  private func number(_ text: String?) -> SourceID<Ticket>? {
    guard let text, text.allSatisfy({ ("0"..."9").contains($0) }) else { return nil }
    return migrated(SourceID(text))
  }

  private func migrated(_ ticket: SourceID<Ticket>) -> SourceID<Ticket>? {
    let survivor = census.survivor(of: ticket)
    return census.contains(survivor) ? survivor : nil
  }

  /// "#1234" as a word of its own, and behind the word "RT" or "ticket". Not in the middle of words, addresses and
  /// numbers, nor the colours of style sheets.
  func mentions(in text: String) -> [TicketMention] {
    let bytes = text.utf8
    var mentions: [TicketMention] = []
    var search = bytes.startIndex
    while let hash = bytes[search...].firstIndex(of: UInt8(ascii: "#")) {
      let start = bytes.index(after: hash)
      let end = bytes[start...].firstIndex { !$0.isDigit } ?? bytes.endIndex
      search = end
      guard start < end, text[..<hash].isBeforeMention, text[end...].isBehindMention,
        let ticket = number(String(text[start..<end]))
      else { continue }
      mentions.append(TicketMention(range: hash..<end, ticket: ticket))
    }
    return mentions
  }
}

extension Substring {
  /// The text in front of a mention.
  fileprivate var isBeforeMention: Bool {
    guard let last = unicodeScalars.last else { return true }
    let isApart =
      last.properties.isWhitespace || "([{<\"'|>,;!?„“”‚‘’«»‹›–—。、（「".unicodeScalars.contains(last)
    let word = reversed().prefix { $0.isLetter }.reversed().map(String.init).joined().lowercased()
    if !word.isEmpty { return ["rt", "ticket"].contains(word) }
    return isApart && !isBeforeColour
  }

  /// "color: #123456".
  private var isBeforeColour: Bool {
    let colon = reversed().drop { $0 == " " }
    guard colon.first == ":" else { return false }
    let front = colon.dropFirst().drop { $0 == " " }.prefix { $0.isLetter || $0 == "-" }
    let name = String(front.reversed()).lowercased()
    return ["color", "colour", "background"].contains { name.hasSuffix($0) }
  }

  /// The text behind one: "#12." ends a sentence, "#12.5" is a number, "#12abc" is none of ours.
  fileprivate var isBehindMention: Bool {
    guard let next = first else { return true }
    if next.isLetter || next.isNumber || next == "_" || next == "#" { return false }
    guard [".", ",", "-", "/", "'", ":"].contains(next), let further = dropFirst().first else { return true }
    return !further.isNumber && !(next == "-" && further.isLetter)
  }
}
