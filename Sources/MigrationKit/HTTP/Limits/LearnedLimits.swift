import Foundation

/// What was found out about a server's limits, for people and for the next run.
package struct LearnedLimits: Sendable, Equatable {
  /// How many requests at once serve it best, of all kinds together; nil: there were too few to tell.
  package var atOnce: Int?
  /// How many of each kind it then answers in a second, beside each other.
  package var rates: [RequestKind: Double] = [:]
  /// How many requests a second it allows, of all kinds together; nil: it never refused one.
  package var perSecond: Double?

  package init(perSecond: Double? = nil) {
    self.perSecond = perSecond
  }

  /// "fastest with 6 parallel requests (reads 43/s, downloads 120/s), allows 9.8/s"; nil when there was too little to
  /// do to learn anything.
  package var summary: String? {
    let answered = RequestKind.allCases.compactMap { kind in
      rates[kind].map { "\(kind.plural) \(MigrationKit.perSecond($0))" }
    }
    let beside = answered.isEmpty ? "" : " (\(answered.joined(separator: ", ")))"
    let best = atOnce.map { "fastest with \(counted($0, "parallel request"))\(beside)" }
    let allowed = perSecond.map { "allows \(MigrationKit.perSecond($0))" }
    let parts = [best, allowed].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }
}

extension LearnedLimits: JSONRecord {
  package init(json: JSONNode) throws {
    // Less than can be written is 0.00 there, and no pace to begin with.
    perSecond = try json.optional("per_second", \.decimal).flatMap { $0 > 0 ? $0 : nil }
    atOnce = try json.optional("at_once", \.int)
    for kind in RequestKind.allCases {
      rates[kind] = try json["answered_per_second"]?.optional(kind.rawValue, \.decimal)
    }
  }

  package var json: JSONValue {
    let kinds = RequestKind.allCases
    return .members([
      "at_once": atOnce.map { .int($0) },
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
