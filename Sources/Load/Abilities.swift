import MigrationKit

/// What a target can keep of any ticket, by its API; README's table says the same in words.
struct Abilities: Sendable, Equatable {
  /// Where a fact of the old system ends up.
  enum Place: String, Sendable {
    /// Where it belongs.
    case kept
    /// Where it belongs, if the target has an account with the right; otherwise in the text.
    case perAccount
    /// In a field made for it, if the configuration names one; in the text in any case.
    case field
    case text
    case lost
  }

  let creationDate: Place
  let articleDates: Place
  let authors: Place
  let internalArticles: Place
  /// That the files of internal articles are seen by nobody else.
  let internalFiles: Place
  let timeEntries: Place
  let links: Set<TicketLink.Kind>
  /// In Unicode scalars.
  let longestSubject: Int
}
