import MigrationKit

/// What Redmine will make of a ticket, from the catalog alone.
struct RedmineForecaster: TicketForecaster {
  let catalog: RedmineCatalog
  let needs: TargetNeeds
  /// The people of each project who may get its mails, by their numbers.
  private let audiences: [String: Audience]

  private struct Audience {
    let all: Set<Int>
    let seeingPrivateNotes: Set<Int>
  }

  init(catalog: RedmineCatalog, needs: TargetNeeds) {
    self.catalog = catalog
    self.needs = needs
    let active = Set(catalog.users.values.filter(\.isActive).map(\.id))
    audiences = catalog.projects.mapValues { project in
      let members = project.members.filter { active.contains($0.key) }
      return Audience(
        all: Set(members.keys),
        seeingPrivateNotes: Set(members.filter { $0.value.permissions.contains("view_private_notes") }.keys))
    }
  }

  private static let inText = "a line of the text"
  private static let noDates = "the API cannot set dates of creation"

  func losses(of ticket: Ticket) -> [Loss] {
    dates(ticket) + authors(ticket) + files(ticket) + people(ticket)
  }

  var lossOfParents: Loss? {
    Loss(
      fact: .parent, fate: Self.inText,
      reason:
        "Redmine takes them from the children, unless Administration, Settings, Issue tracking says \"Independent of subtasks\""
    )
  }

  func misfits(of ticket: Ticket) -> [(misfit: Misfit, values: [String])] {
    RedmineFieldValues(ticket: ticket, catalog: catalog, created: needs.created).misfits.map { misfit in
      (Misfit(field: misfit.field, flaw: misfit.words), misfit.values)
    }
  }

  var linkNotes: [String] { RedmineLinkNotes(catalog: catalog, needs: needs).sentences }

  func actor(of request: HTTPRequest) -> String? {
    request.headers.first { $0.name == HTTPRequest.actingHeader }?.value
  }

  /// New issues and notes are mailed to members, author, assignee and watchers; changes of an issue too, and a relation
  /// changes both of its issues (`Mailer.deliver_issue_add`, `deliver_issue_edit`, `IssueRelation`, read in 5.0.4).
  /// Private notes are mailed only to those who may see them.
  func mails(for step: Step, of ticket: Ticket) -> Int {
    switch step {
    case .create, .values: recipients(ticket)
    case .article(let id):
      recipients(ticket, ofPrivateNote: ticket.article(id)?.isInternal == true)
    case .references(let mentions): mentions.isOpening ? recipients(ticket) : 0
    case .link: 2 * recipients(ticket)
    default: 0
    }
  }

  private func dates(_ ticket: Ticket) -> [Loss] {
    let fate = needs.created.map { "the field \"\($0)\", and \(Self.inText)" } ?? Self.inText
    let article = Loss(fact: .articleDate, fate: Self.inText, reason: Self.noDates)
    return [Loss(fact: .creationDate, fate: fate, reason: Self.noDates)]
      + ticket.articles.map { _ in article }
  }

  private func authors(_ ticket: Ticket) -> [Loss] {
    let author = catalog.obstacle(to: ticket.author, in: ticket.queue, needing: ["add_issues"])
      .map { Loss(fact: .ticketAuthor, fate: Self.inText, reason: $0) }
    let articles = ticket.articles.compactMap { article -> Loss? in
      let isOpening = article.id == ticket.publicOpening?.id
      guard !isOpening || article.author.login != ticket.author.login || author != nil else { return nil }
      let reason =
        isOpening
        ? author?.reason ?? "the issue is another person's"
        : catalog.obstacle(to: article.author, in: ticket.queue, needing: article.rights)
      return reason.map { Loss(fact: .articleAuthor, fate: Self.inText, reason: $0) }
    }
    return [author].compactMap(\.self) + articles
  }

  private func files(_ ticket: Ticket) -> [Loss] {
    let names = RedmineFileNames(of: ticket)
    let internalFiles = ticket.articles.filter(\.isInternal).flatMap(\.attachments).map { _ in
      Loss(
        fact: .internalFile, fate: "visible to everyone who can see the issue",
        reason: "Redmine has private notes, but no private files")
    }
    let renamed = ticket.articles.flatMap(\.attachments).filter { names.kept($0.id) != $0.name }.map { _ in
      Loss(
        fact: .fileName, fate: "another name",
        reason: "paths and ? % * : | \" ' < > are removed, pictures in texts need names of their own")
    }
    return internalFiles + renamed
  }

  private func people(_ ticket: Ticket) -> [Loss] {
    let owner = ticket.owner.flatMap { owner -> Loss? in
      guard catalog.assignee(owner, in: ticket.queue) == nil else { return nil }
      return Loss(fact: .owner, fate: "not kept", reason: "issues there cannot be assigned to them")
    }
    let watchers = ticket.watchers.filter { $0.login != nil && catalog.watcher($0.login) == nil }.map { _ in
      Loss(fact: .watcher, fate: "not kept", reason: "the account is unknown or locked")
    }
    let workers = ticket.timeEntries.filter { catalog.worker($0.person, in: ticket.queue) == nil }.map { _ in
      Loss(
        fact: .worker, fate: "a name in the entry's comment",
        reason: "only active members with the right log_time can have entries")
    }
    return [owner].compactMap(\.self) + watchers + workers
  }

  /// The key's own account counts too: it may be notified of its own changes.
  private func recipients(_ ticket: Ticket, ofPrivateNote isPrivate: Bool = false) -> Int {
    let audience = audiences[ticket.queue]
    let people = isPrivate ? audience?.seeingPrivateNotes : audience?.all
    let involved = ([ticket.author, ticket.owner].compactMap(\.self) + ticket.watchers)
      .compactMap { catalog.watcher($0.login) }
      .filter { !isPrivate || $0.isAdmin || people?.contains($0.id) == true }
    return (people ?? []).union(involved.map(\.id) + [catalog.account.id]).count
  }
}

extension RedmineCatalog {
  /// Why the target cannot show this person as the author; nil when it can.
  func obstacle(to person: Person, in project: String, needing rights: [String]) -> String? {
    guard let login = person.login else { return "they have no login in the target" }
    guard let user = user(login) else { return "no account has their login" }
    guard user.isActive else { return "their account is locked" }
    if user.isAdmin || user.id == account.id { return nil }
    guard let member = projects[project]?.members[user.id] else {
      return "they are not a member of the project"
    }
    return rights.first { !member.permissions.contains($0) }.map { "their role lacks the right \($0)" }
  }
}

extension Article {
  /// What it takes to write it in Redmine.
  fileprivate var rights: [String] {
    isInternal ? ["add_issue_notes", "set_notes_private"] : ["add_issue_notes"]
  }
}
