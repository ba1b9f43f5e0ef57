import MigrationKit

/// A ticket as the target shows it, read by code that shares nothing with the writing.
struct LoadedTicket: Sendable, Equatable {
  struct File: Sendable, Equatable {
    let name: String
    let byteCount: Int
    /// Percent-encoded path of its bytes.
    let path: String
  }
  struct Note: Sendable, Equatable {
    let text: String
    let isPrivate: Bool
    let author: String
    /// In the order the target lists them.
    let files: [File]
  }

  let marker: String
  let project: String
  let type: String
  let state: String
  let priority: String
  let subject: String
  let assignee: String?
  let author: String
  /// RFC 3339, UTC: when the target says that it was created.
  let created: String
  let startDate: String?
  let dueDate: String?
  let estimatedHours: String?
  let fields: [String: [String]]
  /// What the target has given it that no ticket has: "version" → "1.0".
  var unasked: [String: String] = [:]
  let description: String
  /// Files that came with the creation.
  let files: [File]
  /// Notes with text or files, in order; pure changes of fields are left out.
  let notes: [Note]
  let watchers: [String]
  /// "parent 17", "blocks 18", "relates 19" from this ticket's side, "blocks by 20" from the other; new ids.
  let links: Set<String>
  /// Its priority and dates may then be derived from the children instead of being its own.
  let hasChildren: Bool

  /// Those of `links` that are written at this ticket and nowhere else, so that its own links are all there should be.
  var ownLinks: Set<String> {
    links.filter { $0.hasPrefix("parent ") || $0.hasPrefix("blocks ") && !$0.hasPrefix("blocks by ") }
  }
}

/// A time entry as the target shows it.
struct LoadedTime: Sendable, Equatable {
  let person: String
  let minutes: Int
  /// YYYY-MM-DD.
  let day: String
  let comment: String
}
