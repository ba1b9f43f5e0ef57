import MigrationKit

extension RequestTrackerConversion {
  /// Where files go: attached, or to `data/archive`, with lines that say so.
  struct PlacedFiles {
    var attached: [ExtractedAttachment] = []
    var lines: [String] = []
  }

  /// Notes what is archived, and what costs the ticket.
  mutating func place(_ files: [ExtractedAttachment], isInternal: Bool) -> PlacedFiles {
    var placed = PlacedFiles()
    for file in files {
      if isTooLarge(file), mapping.configuration.largeFiles == .reject { tooLarge.append(file) }
      guard let reason = archiveReason(file, isInternal: isInternal) else {
        placed.attached.append(file)
        continue
      }
      archived.append(ArchivedFile(file, reason: reason))
      placed.lines.append(line(file))
    }
    return placed
  }

  /// Whether there are files that are not attached.
  var archives: Bool {
    mapping.configuration.internalFiles == .archive || mapping.configuration.largeFiles == .archive
  }

  /// Nil: it is attached.
  func archiveReason(_ file: ExtractedAttachment, isInternal: Bool) -> String? {
    let rules = mapping.configuration
    if isInternal, rules.internalFiles == .archive, !terms.target.hidesFiles {
      return "of an internal comment, and the target cannot hide files"
    }
    guard isTooLarge(file), rules.largeFiles == .archive, let limit = terms.target.largestFile else {
      return nil
    }
    return "larger than the \(grouped(limit)) bytes that the target takes"
  }

  private func isTooLarge(_ file: ExtractedAttachment) -> Bool {
    terms.target.largestFile.map { file.byteCount > $0 } ?? false
  }

  /// "Archived file: dump.bin, 3,145,728 bytes, data/archive/12/54".
  private func line(_ file: ExtractedAttachment) -> String {
    let wording = terms.wording
    let name = Attachment(file).name
    let place = "\(source.id)/\(file.id)"
    return wording.line(.archivedFile, "\(name), \(grouped(file.byteCount)) bytes") + ", "
      + (terms.target.archive.map { wording.linked($0 + place) } ?? wording.plain("data/archive/\(place)"))
  }

  var largeFileReject: Reject? {
    guard !tooLarge.isEmpty, let limit = terms.target.largestFile else { return nil }
    let names = tooLarge.map { "\(JSONValue.string($0.name).text) (\(grouped($0.byteCount)) bytes)" }
    return Reject(
      ticket: source.id, rule: "mapping.largeFiles",
      reason: "the target takes files of at most \(grouped(limit)) bytes: \(names.joined(separator: ", "))",
      hint: "largeFiles: \"archive\", or raise the target's own limit and target.largestFile")
  }
}
