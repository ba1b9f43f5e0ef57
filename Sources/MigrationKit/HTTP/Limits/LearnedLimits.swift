import Foundation

/// What was found out about a server's limits, for people and for the next run.
package struct LearnedLimits: Sendable, Equatable {
  /// How many requests of each kind serve it best; without the kinds of which there were too few to tell.
  package var atOnce: [RequestKind: Int] = [:]
  /// How many of each kind it then answers in a second.
  package var rates: [RequestKind: Double] = [:]
  /// How many requests a second it allows, of all kinds together; nil: it never refused one.
  package var perSecond: Double?

  package init(perSecond: Double? = nil) {
    self.perSecond = perSecond
  }

  /// "6 reads at once (43/s), 4 downloads at once (120/s); no more than 9.8/s allowed"; nil when there was too little
  /// to do to learn anything.
  package var summary: String? {
    let kinds = RequestKind.allCases.compactMap { kind in
      atOnce[kind].map { count in
        "\(count) \(kind.plural) at once" + (rates[kind].map { " (\(MigrationKit.perSecond($0)))" } ?? "")
      }
    }
    let allowed = perSecond.map { ["it allows \(MigrationKit.perSecond($0))"] } ?? []
    let parts = kinds + allowed
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension LearnedLimits: JSONRecord {
  package init(json: JSONNode) throws {
    perSecond = try json.optional("per_second", \.decimal)
    for kind in RequestKind.allCases {
      atOnce[kind] = try json["at_once"]?.optional(kind.rawValue, \.int)
      rates[kind] = try json["answered_per_second"]?.optional(kind.rawValue, \.decimal)
    }
  }

  package var json: JSONValue {
    let kinds = RequestKind.allCases
    return .members([
      "at_once": .object(kinds.compactMap { kind in atOnce[kind].map { .init(kind.rawValue, .int($0)) } }),
      "answered_per_second": .object(
        kinds.compactMap { kind in rates[kind].map { .init(kind.rawValue, .number(rounded($0))) } }),
      "per_second": perSecond.map { .number(rounded($0)) },
    ])
  }

  private func rounded(_ value: Double) -> String { String(format: "%.2f", value) }
}

extension JSONNode {
  fileprivate var decimal: Double? { numberText.flatMap { Double($0) } }
}

extension RequestKind {
  /// Where its counts stand in a list of all kinds.
  var place: Int {
    switch self {
    case .read: 0
    case .write: 1
    case .upload: 2
    case .download: 3
    }
  }

  var plural: String { "\(rawValue)s" }
}
