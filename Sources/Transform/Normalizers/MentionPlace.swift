import MigrationKit

/// What stands around a "#12", and whether it says that a ticket is meant: people number printers, invoices and reasons
/// too.
struct MentionPlace {
  private let front: Substring
  private let rest: Substring

  /// How much of the text in front is looked at.
  private static let reach = 80

  init(front: Substring, rest: Substring) {
    self.front = front.suffix(Self.reach)
    self.rest = rest
  }

  /// Behind "RT", a word for tickets or a subject's tag.
  func isMeant(tags: SubjectTags) -> Bool { isNamed || isTagged(tags) }

  /// Whether only this stands between the number and a ticket's in front of it: "tickets #12, #13 and #14".
  func joins(_ between: Substring) -> Bool {
    between.utf8.count < 16 && between.contains { !$0.isWhitespace }
      && between.last.map { $0.isWhitespace || ",/".contains($0) } == true
      && between.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy {
        Self.joints.contains($0.hasPrefix(",") ? String($0.dropFirst()) : String($0))
      }
  }

  /// As a word of its own: not in the middle of words, addresses and numbers, nor the colours of style sheets.
  var isApart: Bool {
    guard let last = front.unicodeScalars.last else { return true }
    return (last.properties.isWhitespace || "([{<\"'|>,;!?„“”‚‘’«»‹›–—。、（「".unicodeScalars.contains(last))
      && !isColour
  }

  // MARK: Words

  private var isNamed: Bool {
    var words = front
    let name = words.takeName()
    if name == "rt" { return true }
    let isTicket = Self.tickets.contains(where: name.hasSuffix)
    // "issue#3" is how code hosts write theirs.
    guard isTicket || Self.names.contains(name) && front.last?.isLetter == false else { return false }
    words.trimEnd { $0.isWhitespace || $0 == "-" }
    return !Self.others.contains(words.takeWord()) && !isElsewhere
  }

  /// "issue #12 on GitHub".
  private var isElsewhere: Bool {
    let sentence = rest.prefix(Self.reach).prefix { !".!?\n".contains($0) }.lowercased()
    guard sentence.first?.isWhitespace == true else { return false }
    let words = sentence.split { !$0.isLetter }.prefix(4).map(String.init)
    return Self.prepositions.contains(words.first ?? "") && words.contains(where: Self.trackers.contains)
  }

  // MARK: Brackets

  /// "[support #12]".
  private func isTagged(_ tags: SubjectTags) -> Bool {
    guard rest.first == "]", let open = front.lastIndex(of: "["), !front[open...].contains("]") else {
      return false
    }
    let tag = front[front.index(after: open)...]
    return tag.last?.isWhitespace == true && tags.contains(String(tag).trimmingSpace)
  }

  // MARK: Colours

  /// "color: #123456".
  private var isColour: Bool {
    let colon = front.reversed().drop { $0 == " " }
    guard colon.first == ":" else { return false }
    let word = colon.dropFirst().drop { $0 == " " }.prefix { $0.isLetter || $0 == "-" }
    let name = String(word.reversed()).lowercased()
    return ["color", "colour", "background"].contains { name.hasSuffix($0) }
  }
}

extension MentionPlace {
  /// Words that end so are tickets: "Supportticket #12". All in lower case.
  private static let tickets = ["ticket", "tickets", "チケット", "工单", "工單", "티켓"]

  /// What people call tickets else.
  private static let names: Set<String> = [
    "request", "requests", "case", "cases", "issue", "issues",
    "anfrage", "anfragen", "vorgang", "vorgänge", "vorgangs",
    "demande", "demandes", "solicitud", "solicitudes", "incidencia", "incidencias",
    "chamado", "chamados", "solicitação", "richiesta", "richieste", "verzoek", "melding",
    "ärende", "ärenden", "ärendet", "tiketti", "tiket", "požadavek", "požiadavka",
    "zgłoszenie", "zgłoszenia", "zgłoszeniu", "hibajegy", "тикет", "тикета", "тикету", "заявка", "заявки",
    "заявке", "заявку", "запрос",
  ]

  /// What may stand between such a word and the number.
  fileprivate static let signs: Set<String> = [
    "no", "nr", "n", "num", "number", "nummer", "numéro", "número", "numero", "id",
  ]

  private static let trackers: Set<String> = [
    "github", "gitlab", "bitbucket", "jira", "bugzilla", "redmine", "trac", "launchpad", "debian",
    "sourceforge",
    "zendesk", "freshdesk", "servicenow", "otrs", "upstream",
  ]

  /// In front of a word they make something else of it: "pull request #12", "test case #3".
  private static let others = trackers.union([
    "pull", "merge", "feature", "change", "purchase", "http", "api", "test", "use", "edge", "corner", "worst",
    "best",
  ])

  private static let prepositions: Set<String> = [
    "on", "in", "at", "of", "from", "by", "auf", "bei", "im", "von", "sur", "dans", "chez", "de", "du", "en",
    "em", "op", "w", "na", "на", "в",
  ]

  private static let joints: Set<String> = [
    "", ",", "/", "&", "and", "und", "et", "e", "y", "i", "en", "och", "og", "a", "и", "or", "oder",
    "ou", "o",
  ]
}

extension Substring {
  fileprivate mutating func trimEnd(while isPart: (Character) -> Bool) {
    while let last, isPart(last) { removeLast() }
  }

  /// The letters at the end, in lower case.
  fileprivate mutating func takeWord() -> String {
    let letters = reversed().prefix { $0.isLetter }.count
    defer { removeLast(letters) }
    return suffix(letters).lowercased()
  }

  /// The word that a number's sign follows: "Ticket" of "Ticket-Nr. (", "ticket no: ".
  fileprivate mutating func takeName() -> String {
    trimEnd { $0.isWhitespace || "([\"'„“‚‘«:：№".contains($0) }
    var rest = self
    rest.trimEnd { ".°º".contains($0) }
    let word = rest.takeWord()
    guard MentionPlace.signs.contains(word) else { return takeWord() }
    self = rest
    trimEnd { $0.isWhitespace || $0 == "-" }
    return takeWord()
  }
}
