import MigrationKit

/// The imitation's own account of what it was sent, read past Redmine's rights and rules.
package struct RedmineBooks: Sendable {
  /// POST, PUT and DELETE received, uploads and refused ones included.
  package let writingRequestCount: Int
  /// Uploads that no issue took.
  package let looseUploadCount: Int
  package let issues: [Entry]
  /// Whether an account is active, by its login.
  package let accounts: [String: Bool]

  package struct Entry: Sendable {
    package let id: Int
    /// The value of the custom field "RT ticket"; nil when it is not set.
    package let marker: String?
    package let subject: String
    package let description: String
    package let author: String
    package let status: String
    package let parentID: Int?
    package let articles: [Article]
    package let files: [File]
    /// "blocks 7": this issue's ends, as they are kept.
    package let relations: [String]
    /// Logins.
    package let watchers: [String]
    package let times: [Time]
    package let writingRequestCount: Int
  }

  /// A journal with notes, in the order received.
  package struct Article: Sendable {
    package let id: Int
    package let author: String
    package let isPrivate: Bool
    package let notes: String
  }

  package struct Time: Sendable {
    /// A login.
    package let worker: String
    package let day: String
    package let hours: Double
    package let comments: String
  }

  package struct File: Sendable {
    package let id: Int
    package let name: String
    package let byteCount: Int
    package let digest: String
  }
}

extension RedmineBooks {
  init(_ state: RedmineState) {
    writingRequestCount = state.writingRequestCount
    looseUploadCount = state.attachments.all.count { $0.issueID == nil }
    accounts = Dictionary(state.users.map { ($0.login, $0.isActive) }) { first, _ in first }
    issues = state.issues.all.map { Entry($0, state) }
  }

  var json: JSONValue {
    [
      "writing_requests": .int(writingRequestCount), "loose_uploads": .int(looseUploadCount),
      "issues": .array(issues.map(\.json)),
    ]
  }
}

extension RedmineBooks.Entry {
  fileprivate init(_ issue: Redmine.Issue, _ state: RedmineState) {
    id = issue.id
    marker = issue.fields[1]?.texts.first
    subject = issue.subject
    description = issue.description ?? ""
    author = state.user(issue.authorID)?.login ?? ""
    status = RedmineState.statuses.first { $0.id == issue.statusID }?.name ?? ""
    parentID = issue.parentID
    articles = state.journals.rows(.issue(issue.id)).filter { $0.notes ?? "" != "" }.map { journal in
      RedmineBooks.Article(
        id: journal.id, author: state.user(journal.userID)?.login ?? "", isPrivate: journal.isPrivate,
        notes: journal.notes ?? "")
    }
    files = state.attachments.rows(.issue(issue.id)).map { file in
      RedmineBooks.File(id: file.id, name: file.fileName, byteCount: file.content.count, digest: file.digest)
    }
    relations = state.relations.rows(.issue(issue.id)).filter { $0.fromID == issue.id }.map {
      "\($0.type) \($0.toID)"
    }
    watchers = issue.watcherIDs.compactMap { state.user($0)?.login }.sorted()
    times = state.timeEntries.rows(.issue(issue.id)).map { entry in
      RedmineBooks.Time(
        worker: state.user(entry.userID)?.login ?? "", day: entry.spentOn, hours: entry.hours,
        comments: entry.comments ?? "")
    }
    writingRequestCount = state.writingRequestCounts[issue.id] ?? 0
  }

  fileprivate var json: JSONValue {
    let articles = articles.map { article -> JSONValue in
      [
        "id": .int(article.id), "author": .string(article.author), "private": .bool(article.isPrivate),
        "notes": .string(article.notes),
      ]
    }
    let files = files.map { file -> JSONValue in
      [
        "id": .int(file.id), "name": .string(file.name), "bytes": .int(file.byteCount),
        "sha256": .string(file.digest),
      ]
    }
    return [
      "id": .int(id), "marker": .optional(marker), "subject": .string(subject),
      "description": .string(description), "author": .string(author), "status": .string(status),
      "parent": parentID.map { .int($0) } ?? .null, "articles": .array(articles),
      "attachments": .array(files),
      "relations": .strings(relations), "watchers": .strings(watchers),
      "writing_requests": .int(writingRequestCount),
    ]
  }
}
