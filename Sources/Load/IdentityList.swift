import MigrationKit

/// `ids.csv`: which new ticket each old one has become, with both addresses; for redirects and for people.
struct IdentityList {
  let folder: DataFolder.Loaded
  let tickets: String
  let target: any TicketTarget

  /// In the order of the transformed tickets; those that are not in the target are left out.
  func write(from journal: Journal) async throws {
    var list = try RecordWriter(folder.ids)
    try list.append(line: Array("old_id,old_url,new_id,new_url".utf8))
    var reader = try RecordReader<Ticket>(tickets)
    while let ticket = try reader.next() {
      guard let id = await journal.progress(of: ticket.id).id else { continue }
      let row = [ticket.id.text, ticket.url, id.text, target.url(of: id)]
      try list.append(line: Array(row.map(quoted).joined(separator: ",").utf8))
    }
    try list.finish()
  }

  /// RFC 4180: quotes only where they are needed.
  private func quoted(_ text: String) -> String {
    text.contains { ",\"\n\r".contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }
}
