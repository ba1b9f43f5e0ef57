import MigrationKit

/// What a source says of its records, so that the ledger can name each of their values and say what became of it.
///
/// Paths are those of `RecordPaths`: `ticket.Subject`, `transactions[Type=Status].NewValue`.
protocol RecordRules: Sendable {
  /// The members that the ledger has to know by name.
  var members: RecordMembers { get }

  /// What the value at a path is; most are `values`.
  func part(at path: String) -> RecordPart

  /// What becomes of a path's values; nil where no rule is known, so that the mapping has to say it.
  func treatment(of path: String) -> Treatment?

  func traits(of path: String) -> PathTraits

  /// What becomes of what an entry of the history says, where it is neither an article nor listed among the changes; nil
  /// for a kind that is not known.
  func history(of kind: String) -> Fate?

  func person(_ node: JSONNode) -> SourcePerson?

  /// The id among the extracted files of what lies at an address that a custom field has for a value.
  func fieldFile(at address: String) -> String?

  /// Nil for a link that is none to a ticket or a page.
  /// - Parameter ticket: whose record it stands in.
  func link(_ node: JSONNode, at path: String, of ticket: SourceID<Ticket>) -> SourceLink?
}

/// How a source's records call what the ledger looks for.
struct RecordMembers: Sendable {
  /// The ticket itself: its values' names stand without it in lines of text.
  let ticket: String
  /// Which entry of the history a part of a message belongs to.
  let entryOfPart: String
  /// What tells links of one ticket apart.
  let linkKind: String
  /// Someone's login.
  let login: String
}

/// What a member of a record is, apart from its values.
enum RecordPart: Equatable, Sendable {
  /// A value, or whatever holds values.
  case values
  /// Says what its holder is, which the path does as well.
  case skipped
  /// Someone, or a list of them.
  case people
  /// Lists of people, each by its name.
  case peopleByName
  /// Custom fields with their values; a field's `name` becomes part of the path.
  case fields, fieldValues
  case links
  /// A list whose elements are told apart by what this member of them says.
  case byMember(String)
  /// The history.
  case entries
  /// Messages: their parts, a part's headers, and the parts' texts.
  case messageParts, headers, texts
}

/// What becomes of all values of a path, or what decides it for each.
enum Treatment: Equatable, Sendable {
  case fixed(Fate)
  /// Carried where its entry of the history has become an article, else as the entry fares.
  case withEntry
  /// The same, and carried with the minutes of an entry that has some.
  case stamp
  /// In an entry of the new system's own where it has such, else as stated; so are minutes below 0.
  case time(Fate)
  /// What the entries of time add up to: a line of text where the new system has none.
  case sumOfTime
  /// In a field of its own, but for minutes below 0, which a line of text says.
  case estimate
  /// The same; a message's text says them otherwise.
  case minutes
  /// By the entry's kind, but for minutes that become an entry and changes that are listed.
  case change
  /// By the entry's kind, also where the entry is an article.
  case history
  /// Only entries of other kinds say it, in their first line.
  case data
  /// By its account: a login of the new system, or a name in the text.
  case person
  /// Named in the text, whatever account there is.
  case role
  case subject, start, due, field, link
  /// Whether the message's text was made from this part, or from another version of it.
  case messageText
  /// Shown where the text quotes it as a line; otherwise dropped for this reason.
  case quoted(Fate)
  /// Carried where the text shows the picture that it names; otherwise dropped for this reason.
  case picture(Fate)

  /// Whether what a value says decides, more than that it says something.
  var looksAtValues: Bool {
    switch self {
    case .person, .role, .subject, .link, .messageText, .quoted, .picture, .time, .estimate: true
    case .fixed, .withEntry, .stamp, .minutes, .change, .history, .data, .start, .due, .field, .sumOfTime:
      false
    }
  }
}

/// What a path's end says of its values.
struct PathTraits: Sendable {
  /// What a path of someone ends with.
  enum OfPerson: Sendable {
    case address, name, number, other
  }

  var person = OfPerson.other
  var isOwner = false
  var isSubject = false
  /// Of links between tickets, which the balance counts.
  var isRelation = false
  /// The custom field whose values these are; empty where they are none of a field.
  var field = ""
  /// Of a custom field's file.
  var isFileAddress = false
  /// A number that means "nothing" when it is 0.
  var isUnsetAtZero = false
  /// Which header of a mail it is, of those that texts can have as lines.
  var quotable: Word?
}
