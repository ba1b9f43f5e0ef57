import MigrationKit

/// Compares the ticket's date of creation: the target's own date, the field made for it, or the texts must hold it.
struct DateComparison {
  let ticket: Ticket
  /// The field for it; nil: there is none.
  let field: String?

  private var day: Substring { ticket.created.prefix(10) }

  func run(_ loaded: LoadedTicket, _ notebook: inout Notebook) {
    if let field {
      let shown = loaded.fields[field]?.first ?? ""
      // "2021-01-02", or "2021-01-02 16:57:37 UTC".
      let isWhole = shown.replacing(" UTC", with: "Z").replacing(" ", with: "T") == ticket.created
      notebook.compare("field \(field)", isWhole ? shown : String(day), shown)
    }
    let isKept = loaded.created.prefix(10) == day
    notebook.compare(
      "creation date", ticket.created, isKept ? ticket.created : loaded.created,
      unless: isSaid(loaded)
        ? .impossible("the target dates every ticket on the day it is loaded; the text has the original date")
        : nil)
  }

  /// A ticket that begins with an internal article has no text of its own that could say it.
  private func isSaid(_ loaded: LoadedTicket) -> Bool {
    field != nil || ticket.articles.first?.isInternal != false || loaded.description.contains(day)
  }
}
