import MigrationKit

/// Looks through all that the target shows of a ticket for addresses of the old system, which will lead nowhere. Where
/// one is the words of a link to the new ticket, that is what was wanted.
struct AddressComparison {
  let ticket: Ticket
  let addresses: OldAddresses
  /// The new address of an old ticket; nil when it is not in the target.
  let newURL: (SourceID<Ticket>) async -> String?

  func run(_ loaded: LoadedTicket, _ notebook: inout Notebook) async {
    let texts = texts(of: loaded)
    let (words, code) = (texts.map(\.withoutCode), texts.map(\.codeAlone))
    var seen: Set<String> = []
    for address in texts.flatMap(addresses.all) where seen.insert(address).inserted {
      guard let old = addresses.ticket(in: address), let url = await newURL(old) else {
        notebook.add("old address", "none", address, .changed("it does not lead to a migrated ticket"))
        continue
      }
      if words.contains(where: { $0.holds(address, notLeadingTo: url) }) {
        notebook.add("old address", url, address)
      } else if code.contains(where: { $0.contains(address) }) {
        notebook.add("old address", url, address, .changed("it stands in code, where nothing is a link"))
      }
    }
  }

  /// The lines above the first text name the old ticket on purpose.
  private func texts(of loaded: LoadedTicket) -> [String] {
    let own = Set(ticket.header.map(\.normalized))
    let description = loaded.description.split(whereSeparator: \.isNewline).map { String($0).normalized }
      .filter { !own.contains($0) }.joined(separator: "\n")
    return [loaded.subject, description] + loaded.notes.map(\.text)
      + loaded.fields.sorted { $0.key < $1.key }.flatMap(\.value)
  }
}

extension String {
  /// Whether an old address stands here other than as the words of a link to the new one: `"old":new`, `[old](new)`,
  /// `old (new)`.
  fileprivate func holds(_ old: String, notLeadingTo new: String) -> Bool {
    ranges(of: old).contains { range in
      let rest = self[range.upperBound...]
      // A longer address is one of its own.
      if rest.first.map({ $0.isLetter || $0.isNumber || "#&;?/=%_-".contains($0) }) ?? false { return false }
      let glued = rest.prefix { !$0.isWhitespace }
      let links = ["\":", "]("].compactMap { glued.firstRange(of: $0 + new)?.upperBound }
      let beside = rest.hasPrefix(" (\(new)") ? rest.index(rest.startIndex, offsetBy: 2 + new.count) : nil
      return !(links + [beside].compactMap(\.self)).contains { !self[$0...].startsWithNumber }
    }
  }

  /// Code as the markup languages have it: nothing in it is a link.
  fileprivate var withoutCode: String { replacing(Self.code, with: " ") }

  fileprivate var codeAlone: String {
    matches(of: Self.code).map { String($0.output) }.joined(separator: "\n")
  }

  private static var code: Regex<Substring> {
    /<pre>(?s:.*?)<\/pre>|<code>(?s:.*?)<\/code>|~~~\n(?s:.*?)\n~~~|`[^`\n]+`/
  }
}

extension Substring {
  fileprivate var startsWithNumber: Bool { first?.isNumber == true }
}
