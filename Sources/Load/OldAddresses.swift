import MigrationKit

/// Finds addresses of the old system in texts of the new one.
struct OldAddresses: Sendable {
  /// Lower case, with the port where there is one.
  private let hosts: [String]

  init(_ source: SourceConfiguration) {
    hosts = ([source.server.url] + source.otherURLs).compactMap { url in
      let host = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
      return host.isEmpty ? nil : host.prefix { !"/?#".contains($0) }.lowercased()
    }
  }

  /// Each once, in the order of their places; as much of an address as stands there. What is written like a mail
  /// address is none.
  func all(in text: String) -> [String] {
    let text = text.lowercased()
    var found: [String] = []
    for host in hosts {
      for range in text.ranges(of: host) where isHost(range, in: text) {
        let address = self.address(around: range, in: text)
        if !found.contains(address) { found.append(address) }
      }
    }
    return found
  }

  /// The old number that an address leads to; nil for a page that is no ticket's.
  static func ticket(in address: String) -> SourceID<Ticket>? {
    for beginning in ["?id=", "&id=", "&amp;id=", ";id=", "/ticket/"] {
      guard let range = address.firstRange(of: beginning) else { continue }
      let number = address[range.upperBound...].prefix { $0.isASCII && $0.isNumber }
      if !number.isEmpty { return SourceID(String(number)) }
    }
    return nil
  }

  private func isHost(_ range: Range<String.Index>, in text: String) -> Bool {
    let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
    let after = range.upperBound < text.endIndex ? text[range.upperBound] : " "
    return !isPartOfName(before) && !"@.".contains(before) && !isPartOfName(after)
  }

  /// A full stop after a name is mostly the sentence's.
  private func isPartOfName(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "-"
  }

  private func address(around range: Range<String.Index>, in text: String) -> String {
    let start = String(
      text[..<range.lowerBound].reversed().prefix { $0.isLetter || ":/".contains($0) }.reversed())
    let end = text[range.upperBound...].prefix { !$0.isWhitespace && !"\"'<>()[]{}|".contains($0) }
    return "\(start.drop { !$0.isLetter })\(text[range])\(end)"
  }
}
