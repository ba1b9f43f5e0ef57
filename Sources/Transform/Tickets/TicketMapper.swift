import Foundation
import MigrationKit

/// Puts one ticket into the new system's words, whatever the old system is. It lives as long as that takes, and collects what
/// the mapping does not answer.
struct TicketMapper {
  let source: SourceTicket
  let terms: ConversionTerms
  let links: MappedLinks
  let dates: PlannedDates
  var gaps = MappingGaps()
  /// Bodies that no article's text was made from: other versions of one.
  var silentParts: Set<String> = []
  /// By the ids of the other bodies what was changed of them or left out.
  var textChanges: [String: CountsByName] = [:]
  /// Bodies that stand below another version of the same text.
  var furtherVersions: Set<String> = []
  var archived: [ArchivedFile] = []
  /// Files out of its texts.
  var embedded: [EmbeddedFile] = []
  /// Everybody who was placed, without accounts.
  var named: Set<Person> = []
  /// The same few people stand in all of a ticket's history.
  var placed: [SourcePerson: PlacedPerson] = [:]
  /// What the new system does not take, and nobody has said what becomes of it.
  var refusedFiles: [(file: ExtractedAttachment, obstacle: FileObstacle)] = []

  var mapping: Mapping { terms.mapping }
  var census: Census { terms.census }
  var keepsTime: Bool { terms.target.keepsTime }

  init(_ source: SourceTicket, _ terms: ConversionTerms) {
    self.source = source
    self.terms = terms
    links = MappedLinks(of: source.id, source.links, terms.links, census: terms.census)
    dates = PlannedDates(source, terms.zone, hasChildren: links.hasChildren)
  }

  /// The ticket, or all that speaks against it. Throws `JSONShapeError` for one that cannot be read.
  mutating func outcome() throws -> Result<Ticket, RejectedTicket> {
    do {
      return .success(try ticket())
    } catch let missing as MissingFile {
      return .failure(RejectedTicket(rejects: [missing.reject(of: source.id)]))
    } catch let rejected as RejectedTicket {
      return .failure(rejected)
    }
  }

  private mutating func ticket() throws -> Ticket {
    let words = source.words
    let people = placePeople()
    let fields = try placeFields()
    let subject = Subject(source.subject, terms.wording.words)
    let articles = try articles(fieldFiles: fields.files)
    let ticket = Ticket(
      id: source.id, url: source.url,
      queue: mapping.queue(words.queue, &gaps), type: mapping.type(words.type, &gaps),
      state: mapping.state(words.state, &gaps), priority: mapping.priority(words.priority, &gaps),
      subject: subject.text, isPrivate: source.isPrivate, author: place(source.author).person,
      owner: people.owner, watchers: people.watchers,
      created: local(source.created.time).text, startDate: dates.start, dueDate: dates.due,
      estimatedMinutes: source.effort.estimated > 0 ? source.effort.estimated : nil,
      timeEntries: timeEntries(), fields: fields.fields, links: links.links,
      header: header(people, fields, subject), articles: articles)
    noteUnknownEntries()
    try rejectIfNeeded(articles)
    return ticket
  }

  /// As the clocks of the old system's people showed it.
  func local(_ moment: Timestamp) -> Timestamp { moment.inZone(terms.zone) }

  private func rejectIfNeeded(_ articles: [Article]) throws {
    var rejects = gaps.rejects(of: source.id, mapping.configuration) + fileRejects
    if articles.isEmpty {
      rejects.append(
        Reject(
          ticket: source.id, rule: "ticket.articles",
          reason: "its history has no message, not even its creation",
          hint: "look at \(source.url): the ticket may have been shredded"))
    }
    if !rejects.isEmpty { throw RejectedTicket(rejects: rejects, gaps: gaps) }
  }

  /// Entries that are no articles, of kinds that neither a rule nor the mapping speaks of.
  private mutating func noteUnknownEntries() {
    let rules = mapping.configuration.ignore.keys + mapping.configuration.text
    for path in source.entries.lazy.compactMap(\.unknown)
    where !rules.contains(where: { path.isAt($0) || $0.isAt(path) }) {
      gaps.note(path, .ignore)
    }
  }

  /// Empty where the new system is to have no time entries. The note names whoever no login of the new system stands for.
  private mutating func timeEntries() -> [TimeEntry] {
    guard keepsTime else { return [] }
    return source.effort.entries.map { entry in
      let placed = place(entry.person)
      let mark = "\(terms.wording.words[entry.mark.word]) \(entry.mark.id)"
      let signed = placed.isKnownByLogin ? mark : "\(mark), \(placed.person.signature.cleanLine)"
      return TimeEntry(
        id: entry.id, person: placed.person, minutes: entry.minutes, day: local(entry.time).day,
        note: entry.comment.isEmpty ? signed : "\(signed): \(entry.comment.cleanLine)")
    }
  }

  // MARK: Custom fields

  struct PlacedFields {
    var fields: [CustomField] = []
    var files: [ExtractedAttachment] = []
    /// For the header.
    var lines: [String] = []
  }

  private mutating func placeFields() throws -> PlacedFields {
    var placed = PlacedFields()
    for field in source.fields {
      let rule =
        field.texts.isEmpty ? mapping.configuration.fields[field.name] : mapping.field(field.name, &gaps)
      switch rule {
      case .drop: continue
      case .field(let name): placed.add(field.texts.map(localized), to: name)
      case .text: placed.lines += lines(field)
      case nil: break
      }
      placed.files += try files(of: field)
    }
    return placed
  }

  /// For a text.
  func lines(_ field: SourceField) -> [String] {
    field.lines(field.texts.map(localized)).map(terms.wording.linked)
  }

  /// Fields for a moment hold it in UTC: "2024-03-30T23:00:00Z". Nobody writes so by hand.
  private func localized(_ value: String) -> String { Timestamp(value).map { local($0).text } ?? value }

  func files(of field: SourceField) throws -> [ExtractedAttachment] {
    try field.files.map { id in
      guard let file = source.files[id] else {
        throw MissingFile(name: "the file \(id) of \"\(field.name)\"")
      }
      return file
    }
  }
}

extension TicketMapper.PlacedFields {
  /// Two old fields may become one.
  fileprivate mutating func add(_ values: [String], to name: String) {
    guard !values.isEmpty else { return }
    if let index = fields.firstIndex(where: { $0.name == name }) {
      fields[index].values += values
    } else {
      fields.append(CustomField(name: name, values: values))
    }
  }
}

extension SourceField {
  /// "Name: value, value"; a value of several lines continues in lines of its own.
  fileprivate func lines(_ texts: [String]) -> [String] {
    guard !texts.isEmpty else { return [] }
    let values = texts.joined(separator: texts.contains { $0.contains("\n") } ? "\n" : ", ")
    return "\(name.cleanLine): \(values)".split(separator: "\n").map { String($0) }
  }
}

/// A subject the new system takes: one line, not empty, not too long.
struct Subject {
  let text: String
  /// All of it, where `text` is cut.
  let full: String?

  init(_ subject: String, _ words: Words) {
    let line = subject.cleanLine
    text = line.isEmpty ? words[.noSubject] : line.shortened(to: subjectLimit)
    full = line.unicodeScalars.count > subjectLimit ? line : nil
  }
}

/// Start and end as days of the old system's people. The new system refuses a start behind the end; then the start is only
/// told. Where it may take both from the children they are listed as well.
struct PlannedDates {
  let start: String?
  let due: String?
  /// Moments of which a day, or nothing, is kept.
  let lines: [TicketFact]

  init(_ ticket: SourceTicket, _ zone: TimeZone?, hasChildren: Bool) {
    let starts = ticket.start?.inZone(zone)
    let ends = ticket.due?.inZone(zone)
    due = ends?.day
    let isPossible = if let starts, let ends { starts.day <= ends.day } else { true }
    start = isPossible ? starts?.day : nil
    var lines: [TicketFact] = []
    if let starts, !isPossible || !starts.isMidnight || hasChildren {
      lines.append((.starts, starts.readable))
    }
    if let ends, !ends.isMidnight || hasChildren { lines.append((.due, ends.readable)) }
    self.lines = lines
  }
}
