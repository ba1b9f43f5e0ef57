/// A part of an HTML text, one below the other.
indirect enum HTMLBlock: Equatable {
  case paragraph([HTMLInline])
  /// Level 1 to 6.
  case heading(Int, [HTMLInline])
  case list(HTMLList)
  case quote([HTMLBlock])
  case preformatted(String)
  case table([HTMLRow])
  case rule
}

struct HTMLList: Equatable {
  /// The first item's number; nil in a list without numbers.
  var start: Int?
  var items: [[HTMLBlock]] = []

  /// The list without numbers, each item beginning with its mark as text: "c. ", "7. ".
  func saying(_ marks: [String]) -> HTMLList {
    let items = zip(marks, items).map { mark, item in
      let mark = HTMLInline.text(mark + " ", HTMLStyle())
      guard case .paragraph(let inlines) = item.first else { return [.paragraph([mark])] + item }
      return [.paragraph([mark] + inlines)] + item.dropFirst()
    }
    return HTMLList(start: nil, items: items)
  }
}

typealias HTMLRow = [HTMLCell]

struct HTMLCell: Equatable {
  var isHeader = false
  var span = CellSpan()
  /// Whether it is only the place of a cell that reaches down into this row.
  var isCovered = false
  var blocks: [HTMLBlock] = []
}

/// A part of a line of text. White space in it is as it shows.
enum HTMLInline: Equatable {
  case text(String, HTMLStyle)
  case lineBreak
  case image(HTMLImage)
}

struct HTMLStyle: Equatable {
  var marks: Marks = []
  /// Where a click leads to.
  var address: String?

  struct Marks: OptionSet {
    let rawValue: Int
    static let strong = Marks(rawValue: 1)
    static let emphasis = Marks(rawValue: 2)
    static let code = Marks(rawValue: 4)
    static let strike = Marks(rawValue: 8)
    static let underline = Marks(rawValue: 16)
  }
}

struct HTMLImage: Equatable {
  enum Source: Equatable {
    /// A file of the ticket, by its id.
    case attachment(String)
    /// Elsewhere, or what is to be read where the picture is not at hand.
    case address(String)
    /// Unknown, or of no use to a reader.
    case none
  }

  let source: Source
  /// Its alternative text.
  let words: String
  /// Where a click on it leads to.
  var address: String?
}
