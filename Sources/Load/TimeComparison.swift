import MigrationKit

/// Compares time entries with what the target shows; each is known by the note its comment ends with.
struct TimeComparison {
  let ticket: Ticket

  func run(_ shown: [LoadedTime], _ notebook: inout Notebook) {
    let comments = shown.map(\.comment.normalized)
    for entry in ticket.timeEntries {
      notebook.compared.times += 1
      let note = entry.note.normalized
      let found = zip(shown, comments).filter { $1.hasSuffix(note) }.map(\.0)
      guard let first = found.first, found.count == 1 else {
        notebook.add(
          "time entry \(entry.id)", "once", found.isEmpty ? "not in the target" : "\(found.count) times")
        continue
      }
      compare(entry, with: first, &notebook)
    }
  }

  private func compare(_ entry: TimeEntry, with shown: LoadedTime, _ notebook: inout Notebook) {
    let what = "time entry \(entry.id)"
    notebook.compare("\(what): minutes", "\(entry.minutes)", "\(shown.minutes)")
    notebook.compare("\(what): day", entry.day, shown.day)
    let isNamed = shown.comment.contains(entry.person.signature)
    notebook.compare(
      "\(what): person", entry.person.login?.lowercased() ?? entry.person.signature,
      shown.person.lowercased(),
      unless: isNamed
        ? .impossible("the target accepts no entries for this person; the comment has the name") : nil)
  }
}
