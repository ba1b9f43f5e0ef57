import MigrationKit

/// Entries of the mapping that nothing in the old system fits: mostly slips, which would go unnoticed.
struct IdleRules {
  let mapping: MappingConfiguration
  let census: Census
  let ledger: Ledger

  /// "mapping.states (line 14): no ticket has the status \"staled\"; did you mean \"stalled\"?".
  var sentences: [String] {
    let paths = ledger.entries.keys
    let words = census.words
    return idle("queues", mapping.queues.entries.keys, "no ticket is in the queue", words.queues)
      + idle("types", mapping.types.entries.keys, "no ticket has the type", words.types)
      + idle("states", mapping.states.entries.keys, "no ticket has the status", words.states)
      + idle("people", mapping.people.entries.keys, "nobody in the old system is", logins, isNobody)
      + idle("fields", mapping.fields.keys, "no ticket has the field", words.fields)
      + ["ignore": Array(mapping.ignore.keys), "text": mapping.text].sorted { $0.key < $1.key }.flatMap {
        section, rules in
        idle(section, rules, "nothing in the old system is at", paths) { rule in
          !paths.contains { $0.isAt(rule) }
        }
      }
  }

  /// This many of a section are named, and the others counted: a list of people may have thousands that wrote nothing.
  private static let most = 10

  /// With a guess for a few; whoever has more has another list of people, and no slips.
  private func idle(
    _ section: String, _ rules: some Sequence<String>, _ phrase: String, _ known: some Collection<String>,
    _ isIdle: ((String) -> Bool)? = nil
  ) -> [String] {
    let idle = rules.sorted().filter { $0 != "*" && (isIdle?($0) ?? !known.contains($0)) }
    let candidates = idle.isEmpty || idle.count > 20 ? [] : known.sorted()
    let named = idle.prefix(Self.most).map { rule in
      let guess = Spelling.nearest(to: rule, in: candidates).map { "; did you mean \"\($0)\"?" } ?? ""
      return "\(mapping.place(of: section, rule)): \(phrase) \(JSONValue.string(rule).text)\(guess)"
    }
    let more = idle.count - named.count
    return more == 0
      ? named
      : named + [
        "\(mapping.place(of: section)): \(counted(more, "more entry", "more entries")) without a match"
      ]
  }

  private var logins: [String] { census.everybody.flatMap { [$0.id] + [$0.email].compactMap(\.self) } }

  private func isNobody(_ name: String) -> Bool {
    census.person(name) == nil && census.person(email: name) == nil
  }
}
