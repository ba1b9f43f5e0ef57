import MigrationKit

/// One slice, complete: what its tickets hold and where the bytes of their attachments are.
struct ExtractedSlice: Sendable {
  let slice: Slice
  let contents: SliceContents
  private(set) var attachments: [ExtractedAttachment] = []
  private(set) var rejects: [Reject] = []

  init(slice: Slice, contents: SliceContents) {
    self.slice = slice
    self.contents = contents
  }

  mutating func add(_ outcome: AttachmentDownload.Outcome) {
    switch outcome {
    case .kept(let attachment): attachments.append(attachment)
    case .rejected(let reject): rejects.append(reject)
    }
  }
}

/// The growing files of `data/extracted`. After each slice a checkpoint keeps how long they are, so a run that was
/// killed anywhere is cut back to its last whole slice and goes on to the same bytes as an undisturbed one.
struct ExtractedFiles {
  private(set) var checkpoint: Checkpoint
  private let folder: DataFolder.Extracted
  private let files: [OpenFile]

  /// Opens what an earlier run of the same request has left, or begins.
  init(resuming folder: DataFolder.Extracted, request: ExtractionRequest) throws {
    self.folder = folder
    try Disk.makeFolder(folder.root)
    checkpoint = try Checkpoint.read(folder.checkpoint) ?? Checkpoint(request: request)
    guard checkpoint.request == request else {
      throw StageError(
        """
        \(folder.root) holds another extraction (\(checkpoint.request)); \
        this one is \(request): delete the folder, or choose another with --data
        """, exitCode: .usage)
    }
    try folder.blobs.clearArrivals()
    files = try [folder.tickets, folder.attachments, folder.skipped, folder.rejects].map { path in
      try OpenFile(path, .appending)
    }
    for (file, length) in zip(files, checkpoint.lengths) {
      guard try file.byteCount() >= length else {
        throw FileError(
          path: file.path,
          reason: "it is shorter than when it was written; delete \(folder.root) and extract again")
      }
      try file.truncate(to: length)
    }
  }

  mutating func append(_ extracted: ExtractedSlice) throws {
    let contents = extracted.contents
    let parts: [[any JSONRecord]] = [
      contents.records, extracted.attachments, contents.skipped, extracted.rejects,
    ]
    for (index, records) in parts.enumerated() {
      let lines = records.flatMap { $0.json.bytes + [UInt8(ascii: "\n")] }
      try files[index].write(lines)
      try files[index].synchronize()
      checkpoint.lengths[index] += lines.count
    }
    checkpoint.count(extracted)
    try Disk.replace(folder.checkpoint, with: checkpoint.json.indentedText)
  }

  func finish(product: String, login: String) throws {
    try Disk.replace(folder.manifest, with: checkpoint.manifest(product: product, login: login).indentedText)
  }
}
