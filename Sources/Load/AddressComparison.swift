import MigrationKit

/// Looks through all that the target shows of a ticket for addresses of the old system, which will lead nowhere.
struct AddressComparison {
  let ticket: Ticket
  let addresses: OldAddresses
  /// The new address of an old ticket; nil when it is not in the target.
  let newURL: (SourceID<Ticket>) async -> String?

  func run(_ loaded: LoadedTicket, _ notebook: inout Notebook) async {
    var seen: Set<String> = []
    for address in texts(of: loaded).flatMap(addresses.all) where seen.insert(address).inserted {
      guard let old = OldAddresses.ticket(in: address), let url = await newURL(old) else {
        notebook.add("old address", "none", address, .changed("it leads to no ticket that was migrated"))
        continue
      }
      notebook.add("old address", url, address)
    }
  }

  /// The lines above the first text name the old ticket on purpose.
  private func texts(of loaded: LoadedTicket) -> [String] {
    let own = Set(ticket.header.map(\.normalized))
    let description = loaded.description.split(whereSeparator: \.isNewline).map { String($0).normalized }
      .filter { !own.contains($0) }.joined(separator: "\n")
    return [loaded.subject, description] + loaded.notes.map(\.text)
      + loaded.fields.sorted { $0.key < $1.key }.flatMap(\.value)
  }
}
