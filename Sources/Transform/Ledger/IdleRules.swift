import MigrationKit

/// Entries of the mapping that nothing in the old system fits: mostly slips, which would go unnoticed.
struct IdleRules {
  let mapping: MappingConfiguration
  let census: Census
  let ledger: Ledger

  /// "mapping.ignore (line 14): \"ticket.Foo\" fits nothing".
  var sentences: [String] {
    let paths = ledger.entries.keys
    func fitsNoPath(_ rule: String) -> Bool { !paths.contains { $0.isAt(rule) } }
    let words = census.words
    let checks: [(section: String, rules: [String], isIdle: (String) -> Bool)] = [
      ("queues", Array(mapping.queues.entries.keys), { !words.queues.contains($0) }),
      ("types", Array(mapping.types.entries.keys), { !words.types.contains($0) }),
      ("states", Array(mapping.states.entries.keys), { !words.states.contains($0) }),
      ("people", Array(mapping.people.entries.keys), isNobody),
      ("fields", Array(mapping.fields.keys), { !words.fields.contains($0) }),
      ("ignore", Array(mapping.ignore.keys), fitsNoPath), ("text", mapping.text, fitsNoPath),
    ]
    return checks.flatMap { check in
      check.rules.sorted().filter { $0 != "*" && check.isIdle($0) }.map { rule in
        "\(mapping.place(of: check.section, rule)): \(JSONValue.string(rule).text) fits nothing"
      }
    }
  }

  private func isNobody(_ name: String) -> Bool {
    census.person(name) == nil && census.person(email: name) == nil
  }
}
