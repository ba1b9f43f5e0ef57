import MigrationKit

/// The growing files of `data/extracted`. After each slice a checkpoint keeps how long they are, so a run that was
/// killed anywhere is cut back to its last whole slice and continues to the same bytes as an undisturbed one.
struct ExtractedFiles {
  private(set) var checkpoint: Checkpoint
  private let folder: DataFolder.Extracted
  private let files: [OpenFile]
  /// What has arrived of slices that are not written yet.
  let notes: ArrivalNotes

  /// Opens what an earlier run of the same request has left, or begins.
  init(resuming folder: DataFolder.Extracted, request: ExtractionRequest) throws {
    self.folder = folder
    try Disk.makeFolder(folder.root)
    let former = try Checkpoint.read(folder.checkpoint)
    checkpoint = former ?? Checkpoint(request: request)
    guard checkpoint.request == request else {
      throw StageError(
        """
        \(folder.root) holds another extraction (\(checkpoint.request)); \
        this one is \(request): delete the folder, or choose another with --data
        """, exitCode: .usage)
    }
    // Without a checkpoint nobody knows what a half file belongs to.
    if former == nil { try folder.blobs.clearArrivals() }
    try MendedFiles.settle(&checkpoint, in: folder)
    files = try folder.growing.map { path in try OpenFile(path, .appending) }
    for (file, length) in zip(files, checkpoint.lengths) { try Self.cut(file, to: length, in: folder) }
    notes = try ArrivalNotes(folder.blobs)
  }

  /// What a run that was killed has written behind its checkpoint is cut off. A finished extraction has nothing
  /// there, so what is too long was edited, and cutting it would break its last line.
  private static func cut(_ file: OpenFile, to length: Int, in folder: DataFolder.Extracted) throws {
    let byteCount = try file.byteCount()
    guard byteCount >= length else {
      throw FileError(
        path: file.path,
        reason: "it is shorter than when it was written; delete \(folder.root) and extract again")
    }
    guard byteCount == length || !Disk.exists(folder.manifest) else {
      throw FileError(
        path: file.path,
        reason:
          "it was edited after it was written; continue with transform, or delete \(folder.root) and extract again"
      )
    }
    try file.truncate(to: length)
  }

  /// Keeps how new the source was when the extraction began; a later run does not change it.
  mutating func begin(at transaction: Int) throws {
    checkpoint.began = transaction
    try Disk.replace(folder.checkpoint, with: checkpoint.json.indentedText)
  }

  mutating func append(_ extracted: ExtractedSlice) async throws {
    let parts = extracted.lines
    var next = checkpoint
    next.count(extracted)
    for (index, lines) in parts.enumerated() { next.lengths[index] += lines.count }
    try await awaitingDisk { [folder, files, notes, next] in
      // Without its manifest the folder counts as unfinished.
      try Disk.remove(folder.manifest)
      try folder.blobs.synchronize()
      for (file, lines) in zip(files, parts) where !lines.isEmpty {
        try file.write(lines)
        try file.synchronize()
      }
      try Disk.replace(folder.checkpoint, with: next.json.indentedText)
      try notes.forget(extracted.attachments)
    }
    checkpoint = next
  }

  /// Half files stay as long as something is missing: the next run continues them.
  func finish(_ inspection: SourceInspection, changed: Int) throws {
    if checkpoint.counts.failed + checkpoint.counts.rejected == 0 { try folder.blobs.clearArrivals() }
    try notes.remove()
    let manifest = checkpoint.manifest(
      product: inspection.product, login: inspection.login, changed: changed)
    try Disk.replace(folder.manifest, with: manifest.indentedText)
  }
}

extension DataFolder.Extracted {
  /// The files that grow slice by slice, in the order of `Checkpoint.lengths`.
  var growing: [String] { [tickets, attachments, skipped, rejects] }
}
