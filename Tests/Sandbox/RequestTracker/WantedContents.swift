import MigrationKit

extension WebRequest {
  /// The numbers of the attachments whose bytes Request Tracker is asked for: one by the path of its download, or
  /// several by a search for their contents.
  package var wantedContents: [Int] {
    if let found = path.wholeMatch(of: /\/Ticket\/Attachment\/\d+\/([1-9]\d*)\/x/) {
      return Int(found.1).map { [$0] } ?? []
    }
    guard path == "/REST/2.0/attachments", self["fields"] == "Content" else { return [] }
    return String(decoding: body, as: UTF8.self).matches(of: /\d+/).compactMap { Int($0.0) }
  }
}
