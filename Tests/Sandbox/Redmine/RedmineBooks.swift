import MigrationKit

/// The imitation's own account of what it was sent, read past Redmine's rights and rules.
struct RedmineBooks: Sendable {
  /// POST, PUT and DELETE received, uploads and refused ones included.
  let writingRequestCount: Int
  /// Uploads that no issue took.
  let looseUploadCount: Int
  let issues: [Entry]

  struct Entry: Sendable {
    let id: Int
    /// The value of the custom field "RT ticket"; nil when it is not set.
    let marker: String?
    let subject: String
    let description: String
    let author: String
    let status: String
    let parentID: Int?
    let articles: [Article]
    let files: [File]
    let relations: [String]
    let writingRequestCount: Int
  }

  /// A journal with notes, in the order received.
  struct Article: Sendable {
    let id: Int
    let author: String
    let isPrivate: Bool
    let notes: String
  }

  struct File: Sendable {
    let id: Int
    let name: String
    let byteCount: Int
    let digest: String
  }
}

extension RedmineBooks {
  init(_ state: RedmineState) {
    writingRequestCount = state.writingRequestCount
    looseUploadCount = state.attachments.values.count { $0.issueID == nil }
    issues = state.issues.values.sorted { $0.id < $1.id }.map { Entry($0, state) }
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
    articles = state.journals.filter { $0.issueID == issue.id && $0.notes ?? "" != "" }.map { journal in
      RedmineBooks.Article(
        id: journal.id, author: state.user(journal.userID)?.login ?? "", isPrivate: journal.isPrivate,
        notes: journal.notes ?? "")
    }
    files = state.attachments.values.filter { $0.issueID == issue.id }.sorted { $0.id < $1.id }.map { file in
      RedmineBooks.File(id: file.id, name: file.fileName, byteCount: file.bytes.count, digest: file.digest)
    }
    relations = state.relations.filter { $0.fromID == issue.id }.map { "\($0.type) \($0.toID)" }
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
      "relations": .strings(relations), "writing_requests": .int(writingRequestCount),
    ]
  }
}
