import MigrationKit

/// The longest file name Redmine takes, in characters as it counts them (Unicode scalars).
private let nameLimit = 255

extension Attachment {
  init(_ file: ExtractedAttachment) {
    let name = file.name.cleanLine
    self.init(
      id: file.id,
      name: name.isEmpty ? "attachment-\(file.id)\(Self.ending(of: file.mediaType))" : Self.shortened(name),
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

  /// For files that came without a name: "" for a kind that has no ending of its own.
  static func ending(of mediaType: String) -> String {
    endings[mediaType.lowercased()].map { ".\($0)" } ?? ""
  }

  private static let endings = [
    "message/rfc822": "eml", "text/plain": "txt", "text/html": "html", "text/calendar": "ics",
    "text/csv": "csv",
    "application/pdf": "pdf", "application/json": "json", "application/zip": "zip", "image/png": "png",
    "image/jpeg": "jpg", "image/jpg": "jpg", "image/gif": "gif", "image/bmp": "bmp", "image/webp": "webp",
    "image/svg+xml": "svg", "image/tiff": "tiff", "image/x-icon": "ico",
  ]
}
