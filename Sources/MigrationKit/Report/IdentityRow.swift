/// What a line of `data/loaded/ids.csv` says of a ticket.
struct IdentityRow: Sendable, Equatable {
  let newID: String
  let newURL: String

  static func read(_ line: [UInt8]) -> (SourceID<Ticket>, IdentityRow)? {
    let values = values(of: String(decoding: line, as: UTF8.self))
    guard values.count == 4 else { return nil }
    return (SourceID(values[0]), IdentityRow(newID: values[2], newURL: values[3]))
  }

  /// RFC 4180, for values without line breaks.
  static func values(of line: String) -> [String] {
    var values = [""]
    var isQuoted = false
    var previous: Character?
    for character in line {
      switch character {
      case "\"":
        // Two quotes inside of quotes are one.
        if !isQuoted, previous == "\"" { values[values.count - 1].append("\"") }
        isQuoted.toggle()
      case "," where !isQuoted: values.append("")
      default: values[values.count - 1].append(character)
      }
      previous = character
    }
    return values
  }
}
