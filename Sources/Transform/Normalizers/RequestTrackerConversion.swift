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
  var archived: [ArchivedFile] = []
  /// Files out of its texts.
  var embedded: [EmbeddedFile] = []
  /// Everybody who was placed, without accounts.
  var named: Set<Person> = []
  /// The same few people stand in all of a ticket's history.
  var placed: [RequestTrackerPerson: PlacedPerson] = [:]
  /// What the new system does not take, and nobody has said what becomes of it.
  var tooLarge: [ExtractedAttachment] = []

  var mapping: Mapping { terms.mapping }
  var census: Census { terms.census }

  init(_ source: RequestTrackerRecord, files: [ExtractedAttachment], _ terms: ConversionTerms) {
    self.source = source
    self.files = Dictionary(files.map { ($0.id, $0) }) { first, _ in first }
    self.terms = terms
  }

  mutating func ticket() throws -> Ticket {
    let old = source.ticket
    let links = RequestTrackerLinks(of: source.id, old.links, census: census)
    let people = placePeople()
    let fields = try placeFields()
    let dates = PlannedDates(old)
    let subject = Subject(old.subject, terms.wording.words)
    let articles = try articles(fieldFiles: fields.files)
    let timeEntries = timeEntries()
    let ticket = Ticket(
      id: source.id, url: source.url,
      queue: mapping.queue(old.queue, &gaps), type: mapping.type(old.type, &gaps),
      state: mapping.state(old.status, &gaps), priority: mapping.priority(old.priority, &gaps),
      subject: subject.text, author: place(old.creator).person,
      owner: people.owner, watchers: people.watchers,
      created: old.created.text, startDate: dates.start, dueDate: dates.due,
      estimatedMinutes: old.timeEstimated > 0 ? old.timeEstimated : nil, timeEntries: timeEntries,
      fields: fields.fields, links: links.links,
      header: header(people, fields, dates, subject, links), articles: articles)
    try rejectIfNeeded(articles)
    return ticket
  }

  private func rejectIfNeeded(_ articles: [Article]) throws {
    var rejects = gaps.rejects(of: source.id, mapping.configuration) + [largeFileReject].compactMap(\.self)
    if articles.isEmpty {
      rejects.append(
        Reject(
          ticket: source.id, rule: "ticket.articles",
          reason: "its history has no message, not even its creation",
          hint: "look at \(source.url): the ticket may have been shredded"))
    }
    if !rejects.isEmpty { throw RejectedTicket(rejects: rejects) }
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
      case .field(let name): placed.add(field.texts, to: name)
      case .text: placed.lines += field.lines.map(terms.wording.linked)
      case nil: break
      }
      placed.files += try files(of: field)
    }
    return placed
  }
}

extension RequestTrackerConversion {
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
  /// "Name: value, value"; a value of several lines goes on in lines of its own.
  var lines: [String] {
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

/// Start and end as days. The new system refuses a start behind the end; then the start is only told.
struct PlannedDates {
  let start: String?
  let due: String?
  /// Moments of which a day, or nothing, is kept.
  let lines: [HeaderFact]

  init(_ ticket: RequestTrackerTicket) {
    let start = ticket.starts?.day
    due = ticket.due?.day
    let isPossible = if let start, let due { start <= due } else { true }
    self.start = isPossible ? start : nil
    var lines: [HeaderFact] = []
    if let starts = ticket.starts, !isPossible || !starts.isMidnight {
      lines.append((.starts, starts.readable))
    }
    if let due = ticket.due, !due.isMidnight { lines.append((.due, due.readable)) }
    self.lines = lines
  }
}
