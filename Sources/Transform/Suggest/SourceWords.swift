import MigrationKit

/// What one old ticket says that a mapping needs an answer to.
struct SourceWords: Sendable {
  let queue: String
  let type: String
  let state: String
  let priority: String
  /// Custom fields that hold something; one of files has no texts.
  let fields: [(name: String, texts: [String])]
  /// Each person the ticket names, with the number of its articles he or she wrote.
  let people: [(person: KnownPerson, articles: Int, isStaff: Bool)]
}

/// The words of a whole extraction, counted. As large as the old system's vocabulary and its list of people.
struct SourceVocabulary: Sendable {
  private(set) var queues: [String: Int] = [:]
  private(set) var types: [String: Int] = [:]
  private(set) var states: [String: Int] = [:]
  private(set) var priorities: [String: Int] = [:]
  private(set) var fields: [String: Field] = [:]
  /// By e-mail address, or by login where there is none: in lower case and composed form, so that each is one.
  private(set) var people: [String: Somebody] = [:]

  struct Field: Sendable {
    var tickets = 0
    /// At most `valueLimit` different ones.
    var values: [String: Int] = [:]
    var hasMoreValues = false
  }

  struct Somebody: Sendable {
    let person: KnownPerson
    var tickets = 0
    var articles = 0
    /// Owned a ticket or wrote something that customers must not see.
    var isStaff = false
  }

  private static let valueLimit = 200

  mutating func count(_ words: SourceWords) {
    queues[words.queue, default: 0] += 1
    types[words.type, default: 0] += 1
    states[words.state, default: 0] += 1
    priorities[words.priority, default: 0] += 1
    for field in words.fields { count(field.texts, of: field.name) }
    var seen: Set<String> = []
    for (person, articles, isStaff) in words.people {
      let key = Self.key(of: person)
      var somebody = people[key] ?? Somebody(person: person)
      if seen.insert(key).inserted { somebody.tickets += 1 }
      somebody.articles += articles
      somebody.isStaff = somebody.isStaff || isStaff
      people[key] = somebody
    }
  }

  private mutating func count(_ texts: [String], of name: String) {
    fields[name, default: Field()].tickets += 1
    for text in texts {
      if fields[name]?.values[text] == nil, fields[name]?.values.count ?? 0 >= Self.valueLimit {
        fields[name]?.hasMoreValues = true
      } else {
        fields[name]?.values[text, default: 0] += 1
      }
    }
  }

  /// How the mapping names a person.
  static func key(of person: KnownPerson) -> String {
    (person.email ?? person.id).folded
  }
}
