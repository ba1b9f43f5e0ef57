import MigrationKit

extension TicketReferences {
  /// The text with a placeholder for each ticket it speaks of, by number or by its address in the old system.
  /// - Parameters:
  ///   - front: what stands in front of it in its paragraph, and helps to tell what is meant.
  ///   - end: what follows it there.
  func marked(_ text: String, behind front: String = "", before end: String = "") -> String {
    guard text.holds("#") || text.holds("://") else { return text }
    let whole = front.isEmpty && end.isEmpty ? text : front + text + end
    var result = ""
    var start = whole.utf8.index(whole.startIndex, offsetBy: front.utf8.count)
    let stop = whole.utf8.index(whole.endIndex, offsetBy: -end.utf8.count)
    for place in places(in: whole) where place.range.lowerBound >= start && place.range.upperBound <= stop {
      result += whole[start..<place.range.lowerBound]
      result += Placeholder.ticket(place.ticket, written: String(whole[place.range])).text
      start = place.range.upperBound
    }
    return result + whole[start..<stop]
  }

  /// In the text's order. No number within an address is a ticket's.
  private func places(in text: String) -> [TicketMention] {
    var places: [TicketMention] = []
    var rest = text[...]
    while let start = rest.startOfAddress {
      let address = rest[start...].address
      places += mentions(in: rest[..<start])
      if let ticket = ticket(at: String(address)) {
        places.append(TicketMention(range: address.startIndex..<address.endIndex, ticket: ticket))
      }
      rest = rest[address.endIndex...]
    }
    return places + mentions(in: rest)
  }
}

extension Substring {
  /// Where the next address of the web begins, however its scheme is spelled.
  fileprivate var startOfAddress: Index? {
    var rest = self
    while let place = rest.place(of: "://") {
      let colon = rest.utf8.index(rest.startIndex, offsetBy: place)
      let front = rest[..<colon].suffix(5).lowercased()
      for scheme in ["https", "http"] where front.hasSuffix(scheme) {
        return rest.utf8.index(colon, offsetBy: -scheme.utf8.count)
      }
      rest = rest[rest.utf8.index(colon, offsetBy: 3)...]
    }
    return nil
  }

  /// The address that begins here, without the sentence's signs at its end.
  fileprivate var address: Substring {
    let signs = "<>\"|`[]".unicodeScalars
    let address = unicodeScalars.prefix { !$0.isSpace && !signs.contains($0) }
    let marks = ".,:;!?')*_".unicodeScalars
    let end = address.lastIndex { !marks.contains($0) } ?? address.startIndex
    return self[...end]
  }
}
