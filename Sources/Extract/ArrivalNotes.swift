import MigrationKit
import Synchronization

/// Says which files have arrived whole and what they became, until their slices are written as a whole: a run that is
/// killed in between fetches none of the files again that its unfinished slices had already.
///
/// Lines of `attachments.jsonl` in one file that grows: a file for each note cost more than half of what a small
/// attachment cost in all, since ext4 looks at every inode that was deleted lately before it makes a new one.
///
/// A class, because all downloads of a run write into one file.
final class ArrivalNotes: Sendable {
  private struct State {
    /// Of slices that are not written yet; at the beginning, of those that an earlier run left behind too.
    var notes: [String: ExtractedAttachment] = [:]
    var file: OpenFile
    var byteCount = 0
  }

  private let blobs: BlobStore
  private let path: String
  private let state: Mutex<State>

  /// When the file is longer, it is rewritten with what still matters.
  private static let longest = 4 << 20

  init(_ blobs: BlobStore) throws {
    self.blobs = blobs
    path = try blobs.noteOfArrivals()
    let notes = try Self.read(path)
    state = Mutex(State(notes: notes, file: try OpenFile(path, .appending)))
    try state.withLock { try writeAnew(&$0) }
  }

  /// Files that came together are noted together.
  func write(_ attachments: [ExtractedAttachment]) throws {
    let lines = attachments.flatMap { $0.json.bytes + [UInt8(ascii: "\n")] }
    try state.withLock { state in
      try state.file.write(lines)
      state.byteCount += lines.count
      for attachment in attachments { state.notes[attachment.key] = attachment }
    }
  }

  /// What the file became; nil when there is no note, or when its blob is not there whole: a note is on disk sooner.
  func attachment(_ reference: AttachmentReference) throws -> ExtractedAttachment? {
    guard let attachment = state.withLock({ $0.notes[reference.key] }), attachment.isOf(reference),
      try blobs.holds(attachment.sha256)
    else { return nil }
    return attachment
  }

  /// To be called when their lines are on disk.
  func forget(_ attachments: [ExtractedAttachment]) throws {
    try state.withLock { state in
      for attachment in attachments { state.notes[attachment.key] = nil }
      if state.byteCount > Self.longest { try writeAnew(&state) }
    }
  }

  /// To be called when nothing is unfinished.
  func remove() throws { try Disk.remove(path) }

  private func writeAnew(_ state: inout State) throws {
    let text = state.notes.values.map { $0.json.text + "\n" }.joined()
    try Disk.replace(path, with: text)
    state.file = try OpenFile(path, .appending)
    state.byteCount = text.utf8.count
  }

  /// A line that a crash has torn is no note.
  private static func read(_ path: String) throws -> [String: ExtractedAttachment] {
    guard Disk.exists(path) else { return [:] }
    var notes: [String: ExtractedAttachment] = [:]
    var lines = try LineReader(path)
    while let bytes = try lines.next() {
      let line = RecordLine(bytes: bytes, path: path, number: lines.lineNumber)
      guard let attachment = try? line.record(as: ExtractedAttachment.self) else { continue }
      notes[attachment.key] = attachment
    }
    return notes
  }
}

extension AttachmentReference {
  /// Tells it from all other files of the source.
  var key: String { "\(ticket)/\(id)" }
}

extension ExtractedAttachment {
  var key: String { "\(ticket)/\(id)" }

  /// The source lists the file still as it did when it arrived.
  fileprivate func isOf(_ reference: AttachmentReference) -> Bool {
    key == reference.key && name == reference.name && mediaType == reference.mediaType
      && byteCount == reference.byteCount ?? byteCount
  }
}
