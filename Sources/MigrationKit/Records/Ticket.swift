/// One ticket (issue, request, case) in the words of the new system: a line of `data/transformed/tickets.jsonl`.
///
/// Names, not numbers: queue, type, state, priority and fields are what the new system calls them; `load` looks
/// their numbers up.
package struct Ticket: JSONRecord, Equatable {
  package var id: SourceID<Ticket>
  /// The ticket's page in the old system.
  package var url: String
  /// The target's project (queue, group).
  package var queue: String
  /// The target's tracker (ticket type).
  package var type: String
  package var state: String
  package var priority: String
  package var subject: String
  /// Only some of those who see its queue may see it.
  package var isPrivate: Bool
  package var author: Person
  /// Nil when nobody owns it or the owner has no login in the target (the name is in `header` then).
  package var owner: Person?
  /// Only people with a login in the target; the others are named in `header`.
  package var watchers: [Person]
  /// RFC 3339, UTC.
  package var created: String
  /// YYYY-MM-DD.
  package var startDate: String?
  /// YYYY-MM-DD.
  package var dueDate: String?
  package var estimatedMinutes: Int?
  /// Empty where the target is to have no time entries; a line of `header` says the sum then.
  package var timeEntries: [TimeEntry]
  package var fields: [CustomField]
  package var links: [TicketLink]
  /// Lines above the first article's text, for what the target has no field for.
  package var header: [String]
  /// In the order of the old system; the first is the one the ticket was created with.
  package var articles: [Article]

  package init(json: JSONNode) throws {
    id = SourceID(try json.string("id"))
    url = try json.string("url")
    queue = try json.string("queue")
    type = try json.string("type")
    state = try json.string("state")
    priority = try json.string("priority")
    subject = try json.string("subject")
    isPrivate = try json.optional("private", \.bool) ?? false
    author = try Person(json: json.required("author") { $0 })
    owner = try json.record("owner")
    watchers = try json.records("watchers")
    created = try json.string("created")
    startDate = try json.optional("start_date", \.string)
    dueDate = try json.optional("due_date", \.string)
    estimatedMinutes = try json.optional("estimated_minutes", \.int)
    timeEntries = try json.records("time_entries")
    fields = try json.records("fields")
    links = try json.records("links")
    header = try json.strings("header")
    articles = try json.records("articles")
  }

  package init(
    id: SourceID<Ticket>, url: String, queue: String, type: String, state: String, priority: String,
    subject: String, isPrivate: Bool = false, author: Person, owner: Person? = nil, watchers: [Person] = [],
    created: String,
    startDate: String? = nil, dueDate: String? = nil, estimatedMinutes: Int? = nil,
    timeEntries: [TimeEntry] = [], fields: [CustomField] = [], links: [TicketLink] = [],
    header: [String] = [],
    articles: [Article]
  ) {
    self.id = id
    self.url = url
    self.queue = queue
    self.type = type
    self.state = state
    self.priority = priority
    self.subject = subject
    self.isPrivate = isPrivate
    self.author = author
    self.owner = owner
    self.watchers = watchers
    self.created = created
    self.startDate = startDate
    self.dueDate = dueDate
    self.estimatedMinutes = estimatedMinutes
    self.timeEntries = timeEntries
    self.fields = fields
    self.links = links
    self.header = header
    self.articles = articles
  }

  /// The article of this id. They are mostly in the order of their ids, so that one of ten thousand is found quickly.
  package func article(_ id: String) -> Article? {
    let wanted = SourceID<Article>(id)
    var (low, high) = (0, articles.count)
    while low < high {
      let middle = (low + high) / 2
      if SourceID(articles[middle].id) < wanted { low = middle + 1 } else { high = middle }
    }
    if low < articles.count, articles[low].id == id { return articles[low] }
    return articles.first { $0.id == id }
  }

  package var json: JSONValue {
    .members([
      "id": .string(id.text), "url": .string(url), "queue": .string(queue), "type": .string(type),
      "state": .string(state), "priority": .string(priority), "subject": .string(subject),
      "private": isPrivate ? true : nil, "author": author.json, "owner": owner?.json,
      "watchers": .array(watchers.map(\.json)),
      "created": .string(created), "start_date": startDate.map { .string($0) },
      "due_date": dueDate.map { .string($0) }, "estimated_minutes": estimatedMinutes.map { .int($0) },
      "time_entries": timeEntries.isEmpty ? nil : .array(timeEntries.map(\.json)),
      "fields": .array(fields.map(\.json)), "links": .array(links.map(\.json)),
      "header": .strings(header), "articles": .array(articles.map(\.json)),
    ])
  }
}
