import MigrationKit

/// Says that a file has arrived whole and what it became, until its slice is written as a whole: a run that is killed
/// in between fetches none of the files again that its unfinished slices had already.
///
/// A line of `attachments.jsonl` beside where the file arrived.
struct ArrivalNote {
  /// Where the file's bytes arrived, before they became a blob.
  let arrival: String

  private var path: String { arrival + ".kept" }

  func write(_ attachment: ExtractedAttachment) throws {
    try OpenFile(path, .replacing).write(attachment.json.bytes)
  }

  /// What the file became; nil when there is no note, when a crash has torn it, or when its blob is not there.
  func attachment(in blobs: BlobStore) throws -> ExtractedAttachment? {
    guard Disk.exists(path) else { return nil }
    let line = RecordLine(bytes: try Disk.contents(path), path: path, number: 1)
    guard let attachment = try? line.record(as: ExtractedAttachment.self),
      BlobStore.isName(attachment.sha256),
      Disk.byteCount(blobs.path(of: attachment.sha256)) == attachment.byteCount
    else { return nil }
    return attachment
  }

  func remove() throws { try Disk.remove(path) }
}

extension AttachmentReference {
  /// Tells it from all other files of the source.
  var key: String { "\(ticket)/\(id)" }
}

extension ExtractedAttachment {
  var key: String { "\(ticket)/\(id)" }

  /// The source lists the file still as it did when it arrived.
  func isOf(_ reference: AttachmentReference) -> Bool {
    key == reference.key && name == reference.name && mediaType == reference.mediaType
      && byteCount == reference.byteCount ?? byteCount
  }
}
