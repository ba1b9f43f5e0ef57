import MigrationKit

extension TicketMapper {
  /// Where files go: attached, or to `data/archive`, with lines that say so.
  struct PlacedFiles {
    var attached: [ExtractedAttachment] = []
    var lines: [String] = []
  }

  /// Notes what is archived, and what costs the ticket.
  mutating func place(_ files: [ExtractedAttachment], isInternal: Bool) throws -> PlacedFiles {
    var placed = PlacedFiles()
    for file in files {
      if let reason = archiveReason(file, isInternal: isInternal) {
        guard source.id.text.isPlainName, file.id.isPlainName else {
          throw JSONShapeError("the file \(file.id) cannot be archived under such an id")
        }
        archived.append(ArchivedFile(file, reason: reason))
        placed.lines.append(line(file))
      } else {
        if let obstacle = obstacle(to: file) { refusedFiles.append((file, obstacle)) }
        placed.attached.append(file)
      }
    }
    return placed
  }

  /// Whether there are files that are not attached.
  var archives: Bool {
    let rules = mapping.configuration
    return rules.internalFiles == .archive || [rules.largeFiles, rules.forbiddenFiles].contains(.archive)
  }

  /// Nil: it is attached.
  func archiveReason(_ file: ExtractedAttachment, isInternal: Bool) -> String? {
    if isInternal, mapping.configuration.internalFiles == .archive, !terms.target.hidesFiles {
      return "of an internal comment, and the target cannot hide files"
    }
    switch obstacle(to: file) {
    case .size(let limit) where mapping.configuration.largeFiles == .archive:
      return "larger than the \(grouped(limit)) bytes that the target accepts"
    case .ending(let ending) where mapping.configuration.forbiddenFiles == .archive:
      return
        "the target does not allow \(ending.isEmpty ? "files without an extension" : "the extension .\(ending)")"
    default: return nil
    }
  }

  /// Nil: the target takes it.
  private func obstacle(to file: ExtractedAttachment) -> FileObstacle? {
    if let limit = terms.target.largestFile, file.byteCount > limit { return .size(limit: limit) }
    let name = Attachment(file).name
    return terms.target.extensions.refuses(name) ? .ending(FileExtensions.ending(of: name)) : nil
  }

  /// "Archived file: dump.bin, 3,145,728 bytes, data/archive/12/54".
  private func line(_ file: ExtractedAttachment) -> String {
    let wording = terms.wording
    let name = Attachment(file).name
    let place = "\(source.id)/\(file.id)"
    return wording.line(.archivedFile, "\(name), \(grouped(file.byteCount)) bytes") + ", "
      + (terms.target.archive.map { wording.linked($0 + place) }
        ?? wording.plain("\(terms.target.archiveFolder)/\(place)"))
  }

  var fileRejects: [Reject] {
    var (large, forbidden): ([ExtractedAttachment], [ExtractedAttachment]) = ([], [])
    for (file, obstacle) in refusedFiles {
      if case .size = obstacle { large.append(file) } else { forbidden.append(file) }
    }
    return [largeFileReject(large), forbiddenFileReject(forbidden)].compactMap(\.self)
  }

  private func largeFileReject(_ files: [ExtractedAttachment]) -> Reject? {
    guard !files.isEmpty, let limit = terms.target.largestFile else { return nil }
    let names = files.map { "\(JSONValue.string($0.name).text) (\(grouped($0.byteCount)) bytes)" }
    return Reject(
      ticket: source.id, rule: "mapping.largeFiles",
      reason: "the target accepts files of at most \(grouped(limit)) bytes: \(names.joined(separator: ", "))",
      hint: "largeFiles: \"archive\", or raise the target's own limit and target.largestFile")
  }

  private func forbiddenFileReject(_ files: [ExtractedAttachment]) -> Reject? {
    guard !files.isEmpty else { return nil }
    let names = files.map { JSONValue.string($0.name).text }
    return Reject(
      ticket: source.id, rule: "mapping.forbiddenFiles",
      reason: "the target does not allow the extension of \(names.joined(separator: ", "))",
      hint:
        "forbiddenFiles: \"archive\", or allow the extension in the target and in the configuration's target section"
    )
  }
}

/// Why the target does not take a file.
enum FileObstacle {
  case size(limit: Int)
  /// By the ending of its name, which may be empty.
  case ending(String)
}
