import Foundation
import MigrationKit

/// What a word of the old system could be in the new one.
struct Guess: Equatable {
  let name: String
  /// The same word, whatever its case. Anything else is for a person to decide.
  let isSure: Bool

  /// - Parameter known: the target's words; nil when they are not known, then the word is copied.
  init(for word: String, among known: [String]?, synonyms: [String] = []) {
    guard let known, !known.isEmpty else {
      self.init(name: word, isSure: false)
      return
    }
    let same = known.first { $0.comparable == word.comparable }
    let like = synonyms.lazy.compactMap { synonym in known.first { $0.comparable == synonym.comparable } }
      .first
    self.init(
      name: same ?? like ?? Spelling.nearest(to: word, in: known) ?? (known.count == 1 ? known[0] : word),
      isSure: same != nil)
  }

  private init(name: String, isSure: Bool) {
    self.name = name
    self.isSure = isSure
  }

  /// Whether someone has an account: by address, else by login or name.
  init(for somebody: SourceVocabulary.Somebody, among accounts: [TargetVocabulary.Account]?) {
    let person = somebody.person
    guard let accounts else {
      self.init(name: somebody.isStaff ? person.id : "text", isSure: !somebody.isStaff)
      return
    }
    if let email = person.email, let own = accounts.first(where: { $0.email?.comparable == email.comparable })
    {
      self.init(name: own.login, isSure: true)
    } else if let like = accounts.first(where: { $0.isLike(person) }) {
      self.init(name: like.login, isSure: false)
    } else {
      self.init(name: "text", isSure: !somebody.isStaff)
    }
  }

  /// A person of whom nothing but the name in the text is wanted, as `"*": "text"` says.
  var isCoveredByOthers: Bool { isSure && name == "text" }

  /// What Request Tracker's own states are mostly called elsewhere, the likeliest first.
  static let states = [
    "new": ["New", "Open"], "open": ["In Progress", "Assigned", "Open"],
    "stalled": ["Feedback", "On Hold", "Waiting"], "resolved": ["Resolved", "Closed", "Done"],
    "rejected": ["Rejected", "Closed"], "deleted": ["Rejected", "Closed"],
  ]

  static let types = ["ticket": ["Support", "Ticket", "Task", "Issue"]]

  /// Thirds of the usual range.
  static let priorities: [(range: ClosedRange<Int>, names: [String])] = [
    (0...29, ["Low", "Minor"]), (30...69, ["Normal", "Medium"]), (70...100, ["High", "Urgent"]),
  ]
}

extension TargetVocabulary.Account {
  fileprivate func isLike(_ person: KnownPerson) -> Bool {
    login.comparable == person.id.comparable
      || (!person.name.isEmpty && name?.comparable == person.name.comparable)
  }
}

extension String {
  /// Without what people write in more than one way.
  fileprivate var comparable: String {
    lowercased().precomposedStringWithCanonicalMapping.filter { !" -_".contains($0) }
  }
}
