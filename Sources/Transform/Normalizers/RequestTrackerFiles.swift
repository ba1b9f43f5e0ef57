import MigrationKit

/// The longest file name Redmine takes, in characters as it counts them (Unicode scalars).
private let nameLimit = 255

extension Attachment {
  init(_ file: ExtractedAttachment) {
    let name = file.name.cleanLine
    self.init(
      id: file.id,
      name: name.isEmpty ? "attachment-\(file.id)\(Self.suffix(file.mediaType))" : Self.shortened(name),
      mediaType: file.mediaType, byteCount: file.byteCount, sha256: file.sha256)
  }

  /// A name the new system takes; what tells programs the kind of the file stays.
  private static func shortened(_ name: String) -> String {
    guard let dot = name.lastIndex(of: "."), name[dot...].unicodeScalars.count <= 12 else {
      return name.shortened(to: nameLimit)
    }
    let suffix = name[dot...]
    return name[..<dot].description.shortened(to: nameLimit - suffix.unicodeScalars.count) + suffix
  }

  /// For files that came without a name.
  private static func suffix(_ mediaType: String) -> String {
    switch mediaType.lowercased() {
    case "message/rfc822": ".eml"
    case "text/plain": ".txt"
    case "text/html": ".html"
    case "text/calendar": ".ics"
    case "application/pdf": ".pdf"
    case "image/png": ".png"
    case "image/jpeg": ".jpg"
    case "image/gif": ".gif"
    default: ""
    }
  }
}
