import MigrationKit

/// A file that is not attached in the new system but kept beside it: a line of `data/archive/files.jsonl`.
struct ArchivedFile: JSONRecord, Equatable {
  let file: ExtractedAttachment
  /// Why it is not attached.
  let reason: String

  init(_ file: ExtractedAttachment, reason: String) {
    self.file = file
    self.reason = reason
  }

  init(json: JSONNode) throws {
    file = try ExtractedAttachment(json: json)
    reason = try json.string("reason")
  }

  var json: JSONValue {
    guard case .object(let members) = file.json else { return file.json }
    return .object(members + [.init("reason", .string(reason))])
  }

  /// Where it is below `data/archive`. Ids come from the old system: what is no id of ours becomes no path.
  var place: String {
    get throws(StageError) {
      guard [file.ticket.text, file.id].allSatisfy(\.isPlainName) else {
        throw StageError("the file \(file.id) of ticket \(file.ticket) cannot be archived under such an id")
      }
      return "\(file.ticket)/\(file.id)"
    }
  }
}

extension String {
  /// It can name a file, and leads nowhere else.
  var isPlainName: Bool {
    !isEmpty
      && unicodeScalars.allSatisfy {
        $0 == "-" || ($0.isASCII && $0.properties.isAlphabetic) || ("0"..."9").contains($0)
      }
  }
}
