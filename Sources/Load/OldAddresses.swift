import MigrationKit

/// Finds addresses of the old system in texts of the new one.
struct OldAddresses: Sendable {
  private let system: SourceSystem
  /// Under which people reach the old system; the longest path first.
  private let roots: [WebPlace]
  /// Their hosts, without a port.
  private let hosts: [String]

  init(_ source: SourceConfiguration) {
    system = source.system
    roots = ([source.server.url] + source.otherURLs).compactMap(Self.place).sorted {
      $0.path.count > $1.path.count
    }
    hosts = Set(roots.map { String($0.host.prefix { $0 != ":" }) }).sorted()
  }

  /// Each once, in the order of their places; as much of an address as stands there. What is written like a mail
  /// address is none, and neither is a page of the same server outside the old system's path.
  func all(in text: String) -> [String] {
    let lower = text.lowercasedASCII
    var found: [String] = []
    for host in hosts {
      for range in lower.ranges(of: host) where isHost(range, in: lower) {
        let written = lower.written(address(around: range, in: lower), in: text)
        if page(at: written) != nil, !found.contains(written) { found.append(written) }
      }
    }
    return found
  }

  /// The old number that an address leads to; nil for a page that is not a ticket's.
  func ticket(in address: String) -> SourceID<Ticket>? {
    guard let (page, root) = page(at: address), case .ticket(let id) = system.page(at: page, below: root)
    else { return nil }
    return id
  }

  /// Nil for a page that is not the old system's.
  private func page(at address: String) -> (page: WebPlace, root: WebPlace)? {
    guard let page = Self.place(address), let root = roots.first(where: page.isWithin) else { return nil }
    return (page, root)
  }

  /// An address may stand without its scheme, and at the end of a sentence.
  private static func place(_ address: String) -> WebPlace? {
    let whole = address.trimmingEnd { ".,;:!?*_~`".contains($0) }
    return WebPlace(whole.contains("://") ? whole : "https://\(whole)")
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

  /// With its scheme, where it has one.
  private func address(around range: Range<String.Index>, in text: String) -> Range<String.Index> {
    let front = text[..<range.lowerBound]
    let scheme = ["https://", "http://"].first { front.hasSuffix($0) } ?? ""
    let end =
      text[range.upperBound...].firstIndex { $0.isWhitespace || "\"'<>()[]{}|“”‘’«»".contains($0) }
      ?? text.endIndex
    return text.utf8.index(range.lowerBound, offsetBy: -scheme.utf8.count)..<end
  }
}

extension String {
  /// Of the same length, so that places in one are places in the other.
  fileprivate var lowercasedASCII: String {
    String(decoding: utf8.map { (0x41...0x5A).contains($0) ? $0 + 0x20 : $0 }, as: UTF8.self)
  }

  /// What stands in another text at these places of this one, which has the same length.
  fileprivate func written(_ range: Range<Index>, in other: String) -> String {
    let start = other.utf8.index(
      other.startIndex, offsetBy: utf8.distance(from: startIndex, to: range.lowerBound))
    let end = other.utf8.index(start, offsetBy: utf8.distance(from: range.lowerBound, to: range.upperBound))
    return String(other[start..<end])
  }

  fileprivate func trimmingEnd(while matches: (Character) -> Bool) -> String {
    lastIndex { !matches($0) }.map { String(self[...$0]) } ?? ""
  }
}
