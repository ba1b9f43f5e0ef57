/// Where in a page a piece of plain text stands.
package struct TextPlace: OptionSet, Sendable {
  package let rawValue: Int
  package init(rawValue: Int) { self.rawValue = rawValue }

  /// Behind something else on its line.
  package static let insideLine = TextPlace(rawValue: 1)
  /// Other text of the same paragraph is not known here: any sign could find its partner there.
  package static let alone = TextPlace(rawValue: 2)
  /// What looks like a placeholder is one and stays as it is.
  package static let withPlaceholders = TextPlace(rawValue: 4)
  /// A table's cell.
  package static let cell = TextPlace(rawValue: 8)
  /// The words of a link.
  package static let label = TextPlace(rawValue: 16)
}

extension MarkupLanguage {
  /// One line of plain text so that this language shows it letter by letter: names, subjects, dates.
  package func escaped(_ line: String) -> String {
    escaped(line, in: .alone)
  }

  /// One paragraph of plain text, its line ends as they are.
  package func escaped(_ text: String, in place: TextPlace) -> String {
    MarkupEscape.escape(text, for: self, in: place)
  }
}
