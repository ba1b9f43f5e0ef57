import MigrationKit

/// What comparing one ticket has brought to light, and how much was compared.
struct ComparedTicket: Sendable {
  var differences: [Difference] = []
  /// Things that are as they should be.
  var equal = 0
  var articles = 0
  var files = 0
  /// Of them, those whose bytes were compared.
  var hashedFiles = 0
  var links = 0
  var times = 0
  /// Why it could not be read.
  var fault: String?
}

/// Compares one transformed ticket with what the target shows.
struct TicketComparison: Sendable {
  let ticket: Ticket
  /// The place of its first attachment among all.
  let firstFile: Int
  let journal: Journal
  let verification: Verification
  let files: FileComparison

  private var connection: TargetConnection { verification.connection }
  private var configuration: Configuration { verification.options.configuration }

  /// A ticket that cannot be read is a difference, and the others continue.
  func run() async throws -> ComparedTicket {
    guard let id = await journal.progress(of: ticket.id).id else { return missing(nil) }
    do {
      return try await compare(id)
    } catch let fault where fault.isOfOneTicket {
      return unreadable(id, "could not be read: \(fault)")
    }
  }

  private func compare(_ id: TargetID<Ticket>) async throws -> ComparedTicket {
    guard let loaded = try await connection.reader.read(id) else { return missing(id) }
    var notebook = Notebook(ticket: ticket.id, target: id)
    let articles = ArticleComparison(ticket: ticket, numbers: await journal.ids(of: ticket.mentioned))
    articles.run(loaded, &notebook)
    FieldComparison(
      ticket: ticket, kind: connection.reader.kind(ofField:),
      accounts: connection.inspection.description.people,
      ownFields: Set([configuration.target.marker, configuration.target.created].compactMap(\.self))
    ).run(loaded, &notebook)
    DateComparison(ticket: ticket, field: configuration.target.created).run(loaded, &notebook)
    try await compareFiles(articles, loaded, &notebook)
    await compareLinks(loaded, &notebook)
    try await compareTimes(id, &notebook)
    await compareAddresses(loaded, &notebook)
    return notebook.compared
  }

  private func missing(_ id: TargetID<Ticket>?) -> ComparedTicket {
    ComparedTicket(differences: [
      Difference(
        ticket: ticket.id, target: id, what: "ticket", expected: ticket.subject, found: "not in the target")
    ])
  }

  private func unreadable(_ id: TargetID<Ticket>, _ reason: String) -> ComparedTicket {
    var compared = ComparedTicket(differences: [
      Difference(ticket: ticket.id, target: id, what: "ticket", expected: ticket.subject, found: reason)
    ])
    compared.fault = reason
    return compared
  }

  private func compareFiles(
    _ articles: ArticleComparison, _ loaded: LoadedTicket, _ notebook: inout Notebook
  ) async throws {
    let opening = articles.opening?.attachments ?? []
    try await files.compare(opening, from: firstFile, with: loaded.files, of: "creation", &notebook)
    var ordinals: [String: Int] = [:]
    var next = firstFile + opening.count
    for article in articles.further {
      ordinals[article.id] = next
      next += article.attachments.count
    }
    for (article, note) in ArticlePairing(articles.further, loaded.notes).pairs {
      try await files.compare(
        article.attachments, from: ordinals[article.id] ?? next, with: note.files,
        of: "article \(article.id)", &notebook)
    }
  }

  private func compareLinks(_ loaded: LoadedTicket, _ notebook: inout Notebook) async {
    var expectedLinks: Set<String> = []
    for link in ticket.links {
      notebook.compared.links += 1
      guard let other = await journal.progress(of: link.ticket).id else {
        // Whoever compares that ticket finds it missing.
        notebook.add(
          "link", "\(link.kind.rawValue) ticket \(link.ticket)", "",
          .impossible("it waits for that ticket, which is not loaded yet"))
        continue
      }
      let expected = "\(link.kind.rawValue) \(other)"
      expectedLinks.insert(expected)
      if loaded.links.contains(expected) {
        notebook.agree()
      } else {
        notebook.add("link", expected, loaded.links.sorted().joined(separator: ", "))
      }
    }
    for link in loaded.ownLinks.subtracting(expectedLinks).sorted() { notebook.add("link", "", link) }
  }

  private func compareTimes(_ id: TargetID<Ticket>, _ notebook: inout Notebook) async throws {
    guard !ticket.timeEntries.isEmpty else { return }
    TimeComparison(ticket: ticket).run(try await connection.reader.times(of: id), &notebook)
  }

  private func compareAddresses(_ loaded: LoadedTicket, _ notebook: inout Notebook) async {
    let comparison = AddressComparison(ticket: ticket, addresses: OldAddresses(configuration.source)) { old in
      await journal.progress(of: old).id.map(connection.target.url)
    }
    await comparison.run(loaded, &notebook)
  }
}

extension Error {
  /// It may be about the one ticket that was asked for; the next one may be readable.
  fileprivate var isOfOneTicket: Bool {
    switch self {
    case let fault as RequestError:
      switch fault {
      case .failed, .faulted, .forbidden, .redirected, .notJSON, .tooLarge: true
      case .notSent, .unknown, .outage, .throttled, .unauthorized, .storage, .cancelled: false
      }
    case is ReadBackError, is JSONShapeError, is JSONError: true
    default: false
    }
  }
}
