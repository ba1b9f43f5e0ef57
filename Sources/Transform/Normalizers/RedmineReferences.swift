import MigrationKit

/// Finds the migrated issues that a text speaks of: Redmine makes a link of each "#12".
struct RedmineReferences: TicketReferences {
  private let census: Census
  private let places: [WebPlace]
  private let rule: MentionRule

  init(_ census: Census, addresses: [String], _ rule: MentionRule) {
    self.census = census
    self.rule = rule
    places = addresses.compactMap { WebPlace($0) }.sorted { $0.path.count > $1.path.count }
  }

  func ticket(at address: String) -> SourceID<Ticket>? {
    guard let page = WebPlace(address), let root = places.first(where: page.isWithin),
      case .ticket(let id)? = SourceSystem.redmine.page(at: page, below: root)
    else { return nil }
    return migrated(id)
  }

  /// `/attachments/54`, `/attachments/download/54/shot.png`.
  func attachment(at address: String) -> String? {
    guard let page = WebPlace(address), let root = places.first(where: page.isWithin) else { return nil }
    let path = page.path.dropFirst(root.path.count).split(separator: "/").map(String.init)
    guard path.count > 1, path[0] == "attachments" else { return nil }
    return path[1] == "download" || path[1] == "thumbnail" ? path.dropFirst(2).first : path[1]
  }

  /// Whatever the setting says of words: there is no doubt that a ticket is meant.
  func mentions(in text: Substring) -> [TicketMention] {
    guard rule != .none else { return [] }
    return RedmineMention.all(in: text).compactMap { mention in
      migrated(mention.ticket).map { TicketMention(range: mention.range, ticket: $0) }
    }
  }

  private func migrated(_ ticket: SourceID<Ticket>) -> SourceID<Ticket>? {
    census.contains(ticket) ? ticket : nil
  }
}

/// A number that Redmine shows as a link to an issue: "#12", "##12", "#12-3", "#12#note-3"
/// (`parse_redmine_links` in `application_helper.rb` of 5.0.4).
struct RedmineMention {
  let range: Range<String.Index>
  let ticket: SourceID<Ticket>

  static func all(in text: Substring) -> [RedmineMention] {
    var found: [RedmineMention] = []
    var start = text.startIndex
    while let hash = text[start...].firstIndex(of: "#") {
      let digits = text[hash...].drop { $0 == "#" }
      let number = digits.prefix { ("0"..."9").contains($0) }
      start = number.endIndex
      let marks = text.distance(from: hash, to: digits.startIndex)
      let end = endOfNote(behind: number.endIndex, in: text)
      guard !number.isEmpty, number.count < 19, marks < 3, leads(text[..<hash].last), ends(text[end...])
      else { continue }
      found.append(RedmineMention(range: hash..<end, ticket: SourceID(String(number))))
      start = end
    }
    return found
  }

  private static func endOfNote(behind end: String.Index, in text: Substring) -> String.Index {
    for front in ["-", "#note-"] where text[end...].hasPrefix(front) {
      let note = text[end...].dropFirst(front.count).prefix { ("0"..."9").contains($0) }
      if !note.isEmpty { return note.endIndex }
    }
    return end
  }

  /// What may stand in front: "!" is Redmine's own way to say that no link is meant.
  private static func leads(_ character: Character?) -> Bool {
    guard let character else { return true }
    return character.isWhitespace || "(,-[>".contains(character)
  }

  private static func ends(_ rest: Substring) -> Bool {
    guard let next = rest.first else { return true }
    if next.isWhitespace || ",])<".contains(next) { return true }
    let further = rest.dropFirst().first
    return next.isPunctuation && !"-#_/".contains(next)
      && (further.map { !$0.isLetter && !$0.isNumber } ?? true)
  }
}
