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
    compareTexts(loaded, &notebook)
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
    notebook.compare("owner", ticket.owner?.login ?? "", loaded.assignee ?? "")
    notebook.compare("start date", ticket.startDate ?? "", loaded.startDate ?? "", unless: derived)
    notebook.compare("due date", ticket.dueDate ?? "", loaded.dueDate ?? "", unless: derived)
    for field in ticket.fields {
      let found = loaded.fields[field.name] ?? []
      notebook.compare(
        "field \(field.name)", field.values.sorted().joined(separator: " | "),
        found.sorted().joined(separator: " | "))
    }
    let watchers = Set(loaded.watchers)
    for login in ticket.watchers.compactMap(\.login) where !watchers.contains(login) {
      notebook.add("watcher", login, "not among \(watchers.sorted().joined(separator: ", "))")
    }
  }

  private func compareTexts(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    let opening = ticket.articles.first.flatMap { $0.isInternal ? nil : $0 }
    let description = loaded.description.normalized
    for line in ticket.header where !description.contains(line.normalized) {
      notebook.add("header", line, description)
    }
    if let opening {
      notebook.compared.articles += 1
      if !description.ends(with: opening) {
        notebook.add("article \(opening.id): text", opening.text, description)
      }
    }
    let further = opening == nil ? ticket.articles[...] : ticket.articles.dropFirst()
    if further.count != loaded.notes.count {
      notebook.add("number of articles", "\(further.count)", "\(loaded.notes.count)")
    }
    for (article, note) in zip(further, loaded.notes) {
      notebook.compared.articles += 1
      compare(article, with: note, &notebook)
    }
  }

  /// The author stands in the note's header line, or the note is by the login that stands for the author.
  private func compare(_ article: Article, with note: LoadedTicket.Note, _ notebook: inout Notebook) {
    let text = note.text.normalized
    if !text.ends(with: article) { notebook.add("article \(article.id): text", article.text, text) }
    notebook.compare("article \(article.id): internal", "\(article.isInternal)", "\(note.isPrivate)")
    let firstLine = text.prefix { $0 != "\n" }
    if note.author != article.author.login, !firstLine.contains(article.author.signature.normalized) {
      notebook.add("article \(article.id): author", article.author.signature, note.author)
    }
  }

  private func compareFiles(_ loaded: LoadedTicket, _ notebook: inout Notebook) async throws {
    let opening = ticket.articles.first.flatMap { $0.isInternal ? nil : $0 }
    try await compare(opening?.attachments ?? [], with: loaded.files, of: "creation", &notebook)
    let further = opening == nil ? ticket.articles[...] : ticket.articles.dropFirst()
    for (article, note) in zip(further, loaded.notes) {
      try await compare(article.attachments, with: note.files, of: "article \(article.id)", &notebook)
    }
  }

  /// The files of one article, by their bytes: names may have been changed by the target, their order too.
  private func compare(
    _ expected: [Attachment], with files: [LoadedTicket.File], of place: String, _ notebook: inout Notebook
  ) async throws {
    var found: [(file: LoadedTicket.File, sha256: String)] = []
    for file in files { found.append((file, try await hash(file))) }
    for attachment in expected {
      notebook.compared.files += 1
      let name = connection.reader.fileName(for: attachment.name)
      let match =
        found.firstIndex { $0.sha256 == attachment.sha256 && $0.file.name == name }
        ?? found.firstIndex { $0.sha256 == attachment.sha256 }
      guard let match else {
        notebook.add(
          "\(place), attachment \(attachment.id)", "\(attachment.name) (\(attachment.sha256))",
          "not there, or other bytes")
        continue
      }
      let file = found.remove(at: match).file
      notebook.compare("\(place), attachment \(attachment.id): name", name, file.name)
      notebook.compare(
        "\(place), attachment \(attachment.id): bytes", "\(attachment.byteCount)", "\(file.byteCount)")
    }
    for extra in found {
      notebook.add("\(place), attachment", "none", "\(extra.file.name) (\(extra.sha256))")
    }
  }

  private func hash(_ file: LoadedTicket.File) async throws -> String {
    let path = try folder.readBack.arrival()
    var request = HTTPRequest(.get, file.path)
    request.destination = .file(path: path)
    let response = try await connection.client.send(request)
    guard response.isSuccess else { return "answered \(response.status)" }
    let hash = try SHA256.hex(ofFile: path)
    try Disk.remove(path)
    return hash
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

/// Gathers the differences of one ticket.
struct Notebook {
  let ticket: SourceID<Ticket>
  let target: TargetID<Ticket>
  var compared = ComparedTicket()

  /// - Parameter reason: why a difference here is to be expected; nil when it is not.
  mutating func compare(_ what: String, _ expected: String, _ found: String, unless reason: String? = nil) {
    if expected.normalized != found.normalized { add(what, expected, found, reason) }
  }

  mutating func add(_ what: String, _ expected: String, _ found: String, _ reason: String? = nil) {
    compared.differences.append(
      Difference(
        ticket: ticket, target: target, what: what, expected: expected, found: found, reason: reason))
  }
}

extension String {
  /// Line ends and white space at the ends are the target's business.
  fileprivate var normalized: String {
    let text = replacing("\r\n", with: "\n")
    return String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// Whether this text is the article's: its header line, an empty line and its whole text stand at the end.
  fileprivate func ends(with article: Article) -> Bool {
    hasSuffix("\(article.header)]\n\n\(article.text)".normalized)
  }
}
