import MigrationKit

/// Which file of an issue came with which note, told from the journals' details.
struct ShownIssue {
  struct Note {
    let journal: JSONNode
    let text: String
    let isPrivate: Bool
    var files: [LoadedTicket.File]
  }

  private let attachments: [(id: String, file: LoadedTicket.File)]
  private let journals: [JSONNode]

  init(_ issue: JSONNode) throws {
    attachments = try issue.list("attachments") { json in
      let id = String(try json.int("id"))
      // The name may be left off the path, and a name that the server changed would be a 404.
      return (
        id,
        LoadedTicket.File(
          name: try json.string("filename"), byteCount: try json.int("filesize"),
          path: "/attachments/download/\(id)")
      )
    }
    journals = try issue.list("journals") { $0 }
  }

  /// The creation writes no journal: what no journal names came with it.
  func filesByNote() throws -> (opening: [LoadedTicket.File], notes: [Note]) {
    let notes = try joined(journals.map(note))
    let named = Set(try journals.flatMap(fileIDs))
    let opening = attachments.filter { !named.contains($0.id) }.map(\.file)
    return (opening, notes.filter { !$0.text.isEmpty || !$0.files.isEmpty })
  }

  /// Redmine splits a private note that brings files into two journals: the files first, in public and without
  /// text, then the note. They are put together again.
  private func joined(_ notes: [Note]) -> [Note] {
    notes.reduce(into: []) { joined, note in
      guard let last = joined.last, isSplit(last, note) else { return joined.append(note) }
      joined.removeLast()
      joined.append(
        Note(journal: note.journal, text: note.text, isPrivate: note.isPrivate, files: last.files))
    }
  }

  private func isSplit(_ first: Note, _ second: Note) -> Bool {
    first.text.isEmpty && !first.files.isEmpty && second.isPrivate && second.files.isEmpty
      && first.journal["user"]?["id"]?.int == second.journal["user"]?["id"]?.int
      && first.journal["created_on"]?.string == second.journal["created_on"]?.string
  }

  private func note(_ journal: JSONNode) throws -> Note {
    let ids = try fileIDs(journal)
    return Note(
      journal: journal, text: try journal.optional("notes", \.string) ?? "",
      isPrivate: try journal.optional("private_notes", \.bool) ?? false,
      files: attachments.filter { ids.contains($0.id) }.map(\.file))
  }

  private func fileIDs(_ journal: JSONNode) throws -> [String] {
    try journal.list("details") { detail in
      try detail.string("property") == "attachment" ? try detail.string("name") : nil
    }.compactMap { $0 }
  }
}
