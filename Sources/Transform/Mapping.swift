import MigrationKit

/// Answers from the `mapping` section, for one ticket after the other. A question without an answer is noted,
/// so that a ticket's rejects name everything that is missing at once.
struct Mapping: Sendable {
  let configuration: MappingConfiguration
  /// Keys folded: an e-mail address or a login.
  private let people: [String: String]
  private let newLogins: NewLogins

  /// - Parameter everybody: those for whom accounts may be made.
  init(_ configuration: MappingConfiguration, everybody: [KnownPerson] = []) {
    self.configuration = configuration
    let entries = configuration.people.entries
    people = Dictionary(entries.sorted { $0.key < $1.key }.map { ($0.key.folded, $0.value) }) { first, _ in
      first
    }
    newLogins = NewLogins(
      for: entries.values.contains("create") ? everybody.compactMap(\.email) : [],
      besides: Set(entries.values.map(\.folded)))
  }

  func queue(_ name: String, _ gaps: inout MappingGaps) -> String {
    answer(configuration.queues[name], to: name, .queues, &gaps)
  }

  func type(_ name: String, _ gaps: inout MappingGaps) -> String {
    answer(configuration.types[name], to: name, .types, &gaps)
  }

  func state(_ name: String, _ gaps: inout MappingGaps) -> String {
    answer(configuration.states[name], to: name, .states, &gaps)
  }

  func priority(_ name: String, _ gaps: inout MappingGaps) -> String {
    answer(configuration.priorities[name], to: name, .priorities, &gaps)
  }

  func field(_ name: String, _ gaps: inout MappingGaps) -> FieldRule? {
    if configuration.fields[name] == nil { gaps.note(name, .fields) }
    return configuration.fields[name]
  }

  /// What stands for a person: an address is looked for before a login, a name before "*". An account is made only for
  /// someone with an address, and not for the old system's own.
  func account(of person: KnownPerson, _ gaps: inout MappingGaps) -> Account {
    let own =
      person.email.flatMap { people[$0.folded] } ?? people[person.id.folded]
      ?? person.aliases.lazy.compactMap { people[$0.folded] }.first
    guard let login = own ?? people["*"] else {
      gaps.note(person.email ?? person.id, .people)
      return .text
    }
    switch login {
    case "text": return .text
    case "create":
      guard let email = person.email, !person.isSystem else { return .text }
      return .created(newLogins.login(for: email))
    default: return own == nil ? .shared(login) : .own(login)
    }
  }

  /// Whether this login is of an account that has to be made.
  func creates(_ login: String) -> Bool { !configuration.people.names.contains(login) }

  private func answer(
    _ answer: String?, to name: String, _ section: MappingGaps.Section, _ gaps: inout MappingGaps
  ) -> String {
    if answer == nil { gaps.note(name, section) }
    return answer ?? ""
  }
}

/// How a person of the old system appears in the new one.
enum Account: Equatable {
  case own(String)
  /// An account that `load` makes for this person.
  case created(String)
  /// The login "*" stands for: whoever else has it, so the name is to be kept as well.
  case shared(String)
  /// By name, in the text.
  case text

  var login: String? {
    switch self {
    case .own(let login), .created(let login), .shared(let login): login
    case .text: nil
    }
  }
}

extension NameMap {
  /// Whether the old name can be told from the new one: no other name, and not "*", leads there too.
  func isReversible(_ name: String) -> Bool {
    guard let mapped = entries[name] else { return false }
    return entries.count { $0.value == mapped } == 1
  }
}

extension PriorityMap {
  /// Whether the old priority can be told from the new one. Of numbers only that there is none.
  func isReversible(_ priority: String) -> Bool {
    Int(priority).map { $0 == 0 } ?? words.isReversible(priority)
  }
}
