/// What is known of HTML's elements by their names.
enum HTMLNames {
  static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
  ]

  /// Line ends around an element: 1 starts a new line, 2 leaves one blank; nil inside of lines.
  ///
  /// Outlook's paragraphs have no space between them: it writes an empty one instead.
  static func gap(of name: String, _ attributes: HTMLAttributes) -> Int? {
    if name == "p", attributes["class"]?.hasPrefix("Mso") == true { return 1 }
    return gaps[name]
  }

  private static let gaps: [String: Int] = [
    "p": 2, "h1": 2, "h2": 2, "h3": 2, "h4": 2, "h5": 2, "h6": 2, "blockquote": 2, "pre": 2, "table": 2,
    "dl": 2, "hr": 2, "figure": 2, "ul": 2, "ol": 2, "div": 1, "section": 1, "article": 1, "header": 1,
    "footer": 1, "main": 1, "nav": 1, "aside": 1, "address": 1, "center": 1, "form": 1, "fieldset": 1,
    "tr": 1,
    "li": 1, "td": 1, "th": 1, "dt": 1, "dd": 1, "caption": 1, "figcaption": 1, "option": 1, "body": 1,
    "details": 1, "summary": 1, "legend": 1, "textarea": 1, "dialog": 1,
  ]
}
