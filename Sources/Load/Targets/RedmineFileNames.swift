import MigrationKit

/// The names under which a ticket's files are sent. A picture in a text is shown by its name alone, and of several
/// files of one name Redmine shows the latest: so a picture that shares its name gets one of its own.
struct RedmineFileNames: Sendable {
  /// By the attachment's id.
  private let names: [String: String]
  /// The article that brings each attachment, by their ids.
  private let articles: [String: String]

  init(of ticket: Ticket) {
    let files = ticket.articles.flatMap(\.attachments)
    let shown = Set(
      ticket.articles.flatMap { Placeholder.all(in: $0.text) }.compactMap { placeholder in
        if case .image(let id, _) = placeholder { id } else { nil }
      })
    var names = Dictionary(files.map { ($0.id, $0.name) }) { first, _ in first }
    var uses = names.values.reduce(into: [:]) { $0[Self.key($1), default: 0] += 1 }
    for file in files where shown.contains(file.id) {
      uses[Self.key(names[file.id] ?? file.name), default: 0] -= 1
      var name = Self.named(file)
      while uses[Self.key(name), default: 0] > 0 { name = Self.distinct(name, file.id) }
      uses[Self.key(name), default: 0] += 1
      names[file.id] = name
    }
    self.names = names
    articles = Dictionary(
      ticket.articles.flatMap { article in article.attachments.map { ($0.id, article.id) } }
    ) { first, _ in first }
  }

  /// The id of the article that brings it.
  func article(of attachment: Attachment) -> String? { articles[attachment.id] }

  func name(of attachment: Attachment) -> String { names[attachment.id] ?? attachment.name }

  /// The name Redmine keeps the file under; nil when the ticket has no such file.
  func kept(_ attachment: String) -> String? { names[attachment].map(Self.kept) }

  /// Redmine's list of what it shows as a picture, by the name's ending.
  static func isPicture(_ name: String) -> Bool {
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst().last ?? ""
    return ["bmp", "gif", "jpg", "jpe", "jpeg", "png"].contains(ending.lowercased())
  }

  /// Redmine takes any path off a name and writes "_" for each run of what file systems forbid (measured on 5.0.4).
  static func kept(_ name: String) -> String {
    var kept = String.UnicodeScalarView()
    var wasForbidden = false
    for scalar in name.unicodeScalars.split(omittingEmptySubsequences: false, whereSeparator: isSlash).last
      ?? []
    {
      let isForbidden = "?%*:|\"'<>\r\n".unicodeScalars.contains(scalar)
      if !isForbidden { kept.append(scalar) } else if !wasForbidden { kept.append("_") }
      wasForbidden = isForbidden
    }
    return String(kept)
  }

  private static func isSlash(_ scalar: Unicode.Scalar) -> Bool { scalar == "/" || scalar == "\\" }

  /// Redmine looks for the name without regard to case.
  private static func key(_ name: String) -> String { kept(name).lowercased() }

  /// Mail programs send pictures without an ending, which Redmine would not show.
  private static func named(_ file: Attachment) -> String {
    let endings = ["image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/bmp": "bmp"]
    guard !isPicture(file.name), let ending = endings[file.mediaType.lowercased()] else { return file.name }
    return "\(file.name).\(ending)"
  }

  /// "image001-54.png"
  private static func distinct(_ name: String, _ id: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "\(name)-\(id)" }
    return "\(name[..<dot])-\(id)\(name[dot...])"
  }
}
