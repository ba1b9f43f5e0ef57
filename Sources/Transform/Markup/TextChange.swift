/// What a text's new version leaves out, or shows otherwise than its sender wanted: the ledger counts each.
///
/// The words stand behind "12 × arrived with".
enum TextChange: String, CaseIterable, Sendable {
  case hidden = "hidden text shown, as the old system's page does"
  case script = "scripts left out"
  case styleSheet = "style sheets left out"
  case comment = "comments of the markup left out"
  case endlessComment = "the rest of a text left out, behind a comment that never ends"
  case title = "titles of HTML pages left out"
  case formField = "fields of forms left out, with what they hold"
  case scriptLink = "links that run a script left out, their words kept"
  case anchor = "links to places in the same text left out, their words kept"
  case pixel = "pictures of one pixel left out"
  case stopgap = "pictures left out that stood for others until those were loaded"
  case missingPicture = "pictures that did not come with the message, named by their words"
  case unreadableData = "data: addresses that cannot be read, shown by their beginning"
  case embedded = "drawings, videos and embedded pages left out"

  /// Nil for elements that leave nothing out.
  init?(leavingOut name: String, _ attributes: HTMLAttributes) {
    switch name {
    case "input" where attributes["value"]?.isEmpty == false:
      guard !["hidden", "checkbox", "radio"].contains(attributes["type"]?.lowercased()) else { return nil }
      self = .formField
    case "svg", "canvas", "video", "audio", "iframe", "object", "embed": self = .embedded
    default: return nil
    }
  }
}

extension CountsByName {
  mutating func add(_ change: TextChange) { add(to: change.rawValue) }
}
