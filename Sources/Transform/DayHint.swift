import MigrationKit

/// At which times of the day, in UTC, planned days begin and end. Request Tracker has a day as the midnight of whoever
/// entered it: where most are at another hour than midnight UTC, days are a day off unless the zone is known.
struct DayHint: Equatable, Sendable {
  /// By minutes since midnight.
  private(set) var moments: [Int: Int] = [:]

  mutating func count(_ moment: Timestamp) {
    let digits = moment.text.utf8.dropFirst(11).prefix(5).map { Int($0) - 0x30 }
    moments[(digits[0] * 10 + digits[1]) * 60 + digits[3] * 10 + digits[4], default: 0] += 1
  }

  mutating func merge(_ other: DayHint) { moments.merge(other.moments, uniquingKeysWith: +) }

  /// What `transform` says without `source.timeZone`; nil where days do not seem to slip.
  var warning: String? {
    let all = moments.values.reduce(0, +)
    // Zones differ by quarters of an hour; with summer time one midnight is at two hours.
    let quarters = moments.filter { $0.key.isMultiple(of: 15) }
    func sum(_ minute: Int) -> Int {
      quarters[minute, default: 0] + quarters[(minute + 60) % 1440, default: 0]
    }
    let candidates = quarters.keys.flatMap { [$0, ($0 + 1380) % 1440] }.sorted()
    guard let first = candidates.max(by: { sum($0) < sum($1) }), sum(first) * 2 > all else { return nil }
    let minutes = [first, (first + 60) % 1440].filter { quarters[$0] != nil && $0 != 0 }
    let count = minutes.reduce(0) { $0 + quarters[$1, default: 0] }
    guard count * 5 >= all else { return nil }
    let hours = minutes.map(Self.clock).joined(separator: " or ")
    let offsets = minutes.map(Self.offset).joined(separator: " or ")
    return """
      \(grouped(count)) of \(grouped(all)) due and start dates are at \(hours) UTC, which is midnight at \(offsets). Without \
      the time zone they were entered in, days can be off by one: set source.timeZone, such as "Europe/Berlin", and run \
      transform again
      """
  }

  private static func clock(_ minute: Int) -> String { "\(pair(minute / 60)):\(pair(minute % 60))" }

  /// Of a zone where it is midnight then: from −11:00 to +12:00.
  private static func offset(_ minute: Int) -> String {
    let ahead = minute > 660 ? 1440 - minute : minute
    return "UTC\(minute > 660 ? "+" : "−")\(clock(ahead))"
  }

  private static func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}

extension DayHint: JSONRecord {
  init(json: JSONNode) throws {
    let rows = try json.members.map { member in
      guard let minute = Int(member.key), let count = member.value.int else {
        throw JSONShapeError("\"days\" needs minutes and numbers")
      }
      return (minute, count)
    }
    moments = Dictionary(rows) { first, _ in first }
  }

  var json: JSONValue {
    .object(moments.sorted { $0.key < $1.key }.map { .init(String($0.key), .int($0.value)) })
  }
}
