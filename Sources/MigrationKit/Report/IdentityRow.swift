/// What a line of `data/loaded/ids.csv` says of a ticket.
struct IdentityRow: Sendable, Equatable {
  let newID: String
  let newURL: String

  static func read(_ line: [UInt8]) -> (SourceID<Ticket>, IdentityRow)? {
    let values = values(of: line)
    guard values.count == 4 else { return nil }
    return (SourceID(values[0]), IdentityRow(newID: values[2], newURL: values[3]))
  }

  /// RFC 4180, for values without line breaks.
  private static func values(of line: [UInt8]) -> [String] {
    let quote = UInt8(ascii: "\"")
    var values: [[UInt8]] = [[]]
    var isQuoted = false
    var previous: UInt8?
    for byte in line {
      switch byte {
      case quote:
        // Two quotes inside of quotes are one.
        if !isQuoted, previous == quote { values[values.count - 1].append(quote) }
        isQuoted.toggle()
      case UInt8(ascii: ",") where !isQuoted: values.append([])
      default: values[values.count - 1].append(byte)
      }
      previous = byte
    }
    return values.map { String(decoding: $0, as: UTF8.self) }
  }
}
