import MigrationKit

/// What comparing one ticket has brought to light, and how much was compared.
struct ComparedTicket: Sendable {
  var differences: [Difference] = []
  var articles = 0
  var files = 0
  var links = 0
}

/// Compares one transformed ticket with what the target shows.
struct TicketComparison: Sendable {
  let ticket: Ticket
  let connection: TargetConnection
  let journal: Journal
  let folder: DataFolder.Loaded

  func run() async throws -> ComparedTicket {
    guard let id = await journal.progress(of: ticket.id).id else { return missing(nil) }
    guard let loaded = try await connection.reader.read(id) else { return missing(id) }
    var notebook = Notebook(ticket: ticket.id, target: id)
    compareFields(loaded, &notebook)
    ArticleComparison(ticket: ticket).run(loaded, &notebook)
    try await compareFiles(loaded, &notebook)
    await compareLinks(loaded, &notebook)
    return notebook.compared
  }

  private func missing(_ id: TargetID<Ticket>?) -> ComparedTicket {
    ComparedTicket(differences: [
      Difference(
        ticket: ticket.id, target: id, what: "ticket", expected: ticket.subject, found: "not in the target")
    ])
  }

  private func compareFields(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    let derived =
      loaded.hasChildren ? "a parent's priority and dates come from its children in the target" : nil
    notebook.compare("marker", ticket.id.text, loaded.marker)
    notebook.compare("subject", ticket.subject, loaded.subject)
    notebook.compare("queue", ticket.queue, loaded.project)
    notebook.compare("type", ticket.type, loaded.type)
    notebook.compare("state", ticket.state, loaded.state)
    notebook.compare("priority", ticket.priority, loaded.priority, unless: derived)
    notebook.compare("owner", login(ticket.owner?.login), login(loaded.assignee))
    notebook.compare("start date", ticket.startDate ?? "", loaded.startDate ?? "", unless: derived)
    notebook.compare("due date", ticket.dueDate ?? "", loaded.dueDate ?? "", unless: derived)
    notebook.compare("estimate", ticket.estimatedMinutes.map(minutes) ?? "", estimate(of: loaded))
    for field in ticket.fields {
      let found = loaded.fields[field.name] ?? []
      notebook.compare(
        "field \(field.name)", field.values.sorted().joined(separator: " | "),
        found.sorted().joined(separator: " | "))
    }
    let watchers = Set(loaded.watchers.map(login))
    for person in ticket.watchers where person.login != nil && !watchers.contains(login(person.login)) {
      notebook.add("watcher", login(person.login), "not among \(watchers.sorted().joined(separator: ", "))")
    }
  }

  /// Logins are the same in any case.
  private func login(_ login: String?) -> String { login?.lowercased() ?? "" }

  /// Targets count hours and round them; minutes come back from that.
  private func estimate(of loaded: LoadedTicket) -> String {
    guard let hours = loaded.estimatedHours.flatMap(Double.init), hours > 0 else { return "" }
    return minutes(Int((hours * 60).rounded()))
  }

  private func minutes(_ count: Int) -> String { "\(count) min" }

  private func compareFiles(_ loaded: LoadedTicket, _ notebook: inout Notebook) async throws {
    let articles = ArticleComparison(ticket: ticket)
    let files = FileComparison(connection: connection, folder: folder)
    try await files.compare(
      articles.opening?.attachments ?? [], with: loaded.files, of: "creation", &notebook)
    for (article, note) in zip(articles.further, loaded.notes) {
      try await files.compare(article.attachments, with: note.files, of: "article \(article.id)", &notebook)
    }
  }

  private func compareLinks(_ loaded: LoadedTicket, _ notebook: inout Notebook) async {
    for link in ticket.links {
      notebook.compared.links += 1
      guard let other = await journal.progress(of: link.ticket).id else {
        notebook.add(
          "link", "\(link.kind.rawValue) ticket \(link.ticket)", "that ticket is not in the target")
        continue
      }
      let expected = "\(link.kind.rawValue) \(other)"
      if !loaded.links.contains(expected) {
        notebook.add("link", expected, loaded.links.sorted().joined(separator: ", "))
      }
    }
  }
}
