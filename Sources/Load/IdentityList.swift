import MigrationKit

/// `ids.csv`: which new ticket each old one has become, with both addresses, for people; and the same for web servers,
/// so that old links keep working.
struct IdentityList {
  let data: DataFolder
  let target: any TicketTarget

  /// In the order of the transformed tickets; those that are not in the target are left out.
  func write(from journal: Journal) async throws {
    var list = try RecordWriter(data.loaded.ids)
    var redirects = try RedirectMaps(data.loaded)
    try list.append(line: Array("old_id,old_url,new_id,new_url".utf8))
    var lines = try SelectedLines(data.transformed.tickets, TicketSelection())
    while let ticket = try lines.next().map(TicketLine.init) {
      guard let id = await journal.id(of: ticket.id) else { continue }
      let row = [ticket.id.text, ticket.url, id.text, target.url(of: id)]
      try list.append(line: Array(row.map(quoted).joined(separator: ",").utf8))
      try redirects.add(ticket.id, to: target.url(of: id))
    }
    try await addMerged(to: &redirects, from: journal)
    try list.finish()
    try redirects.finish()
  }

  /// A ticket that was merged into another is found there, as in the old system.
  private func addMerged(to redirects: inout RedirectMaps, from journal: Journal) async throws {
    guard Disk.exists(data.extracted.skipped) else { return }
    var reader = try RecordReader<SkippedTicket>(data.extracted.skipped)
    while let skipped = try reader.next() {
      guard let survivor = skipped.survivor, let id = await journal.id(of: survivor) else {
        continue
      }
      try redirects.add(skipped.ticket, to: target.url(of: id))
    }
  }

  /// RFC 4180: quotes only where they are needed.
  private func quoted(_ text: String) -> String {
    text.utf8.contains { ",\"\n\r".utf8.contains($0) } ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }
}
