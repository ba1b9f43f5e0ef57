import Foundation
import MigrationKit

/// The conversion of one ticket; it lives as long as that takes, and collects what the mapping does not answer.
struct RequestTrackerConversion {
  let source: RequestTrackerRecord
  let files: [String: ExtractedAttachment]
  let terms: ConversionTerms
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
  var placed: [RequestTrackerPerson: PlacedPerson] = [:]
  /// What the new system does not take, and nobody has said what becomes of it.
  var refusedFiles: [(file: ExtractedAttachment, obstacle: FileObstacle)] = []

  /// Nil where the new system is to have no time entries.
  let effort: RequestTrackerEffort?

  var mapping: Mapping { terms.mapping }
  var census: Census { terms.census }

  init(_ source: RequestTrackerRecord, files: [ExtractedAttachment], _ terms: ConversionTerms) {
    self.source = source
    self.files = Dictionary(files.map { ($0.id, $0) }) { first, _ in first }
    self.terms = terms
    effort = terms.target.keepsTime ? RequestTrackerEffort(of: source) : nil
  }

  mutating func ticket() throws -> Ticket {
    let old = source.ticket
    let links = RequestTrackerLinks(of: source.id, old.links, terms.links, census: census)
    let people = placePeople()
    let fields = try placeFields()
    let dates = PlannedDates(old, terms.zone, hasChildren: links.hasChildren)
    let subject = Subject(old.subject, terms.wording.words)
    let articles = try articles(fieldFiles: fields.files)
    let timeEntries = timeEntries()
    let ticket = Ticket(
      id: source.id, url: source.url,
      queue: mapping.queue(old.queue, &gaps), type: mapping.type(old.type, &gaps),
      state: mapping.state(old.status, &gaps), priority: mapping.priority(old.priority, &gaps),
      subject: subject.text, author: place(old.creator).person,
      owner: people.owner, watchers: people.watchers,
      created: local(source.created).text, startDate: dates.start, dueDate: dates.due,
      estimatedMinutes: old.timeEstimated > 0 ? old.timeEstimated : nil, timeEntries: timeEntries,
      fields: fields.fields, links: links.links,
      header: header(people, fields, dates, subject, links), articles: articles)
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

  /// Entries of the history that are no articles, of types that neither a rule nor the mapping speaks of.
  private mutating func noteUnknownEntries() {
    let rules = mapping.configuration.ignore.keys + mapping.configuration.text
    for entry in source.transactions
    where RequestTrackerFates.history(entry.type) == nil && !isCarried(entry) && !isTold(entry) {
      let path = "transactions[Type=\(entry.type)]"
      if !rules.contains(where: { path.isAt($0) || $0.isAt(path) }) { gaps.note(path, .ignore) }
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
    for field in source.ticket.fields {
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
}

extension RequestTrackerConversion {
  /// For a text.
  func lines(_ field: RequestTrackerField) -> [String] {
    field.lines(field.texts.map(localized)).map(terms.wording.linked)
  }

  /// Fields for a moment hold it in UTC: "2024-03-30T23:00:00Z". Nobody writes so by hand.
  private func localized(_ value: String) -> String { Timestamp(value).map { local($0).text } ?? value }

  func files(of field: RequestTrackerField) throws -> [ExtractedAttachment] {
    try field.files.map { id in
      guard let file = files[id] else {
        throw MissingFile(name: "the file \(id) of \"\(field.name)\"")
      }
      return file
    }
  }
}

extension RequestTrackerConversion.PlacedFields {
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

extension RequestTrackerField {
  /// "Name: value, value"; a value of several lines continues in lines of its own.
  func lines(_ texts: [String]) -> [String] {
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
  let lines: [HeaderFact]

  init(_ ticket: RequestTrackerTicket, _ zone: TimeZone?, hasChildren: Bool = false) {
    let starts = ticket.starts?.inZone(zone)
    let ends = ticket.due?.inZone(zone)
    due = ends?.day
    let isPossible = if let starts, let ends { starts.day <= ends.day } else { true }
    start = isPossible ? starts?.day : nil
    var lines: [HeaderFact] = []
    if let starts, !isPossible || !starts.isMidnight || hasChildren {
      lines.append((.starts, starts.readable))
    }
    if let ends, !ends.isMidnight || hasChildren { lines.append((.due, ends.readable)) }
    self.lines = lines
  }
}
