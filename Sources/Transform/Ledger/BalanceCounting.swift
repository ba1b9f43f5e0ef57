import MigrationKit

extension TicketBalance.Count {
  /// A value that was met.
  mutating func count(_ fate: Fate) {
    met += 1
    switch fate {
    case .carried, .mapped, .defaulted: carried += 1
    case .text: text += 1
    case .dropped, .empty: dropped += 1
    case .rejected: rejected += 1
    case .unhandled: break
    }
  }
}

extension TicketDecisions {
  /// Articles and files: met as the record has them, carried as the ticket has them.
  func count(into balance: inout TicketBalance, droppedFiles: Set<String>) {
    balance.articles.met = source.entries.count
    balance.attachments.met = files.count + embeddedCount
    guard let ticket else {
      balance.articles.rejected = balance.articles.met
      balance.attachments.rejected = balance.attachments.met
      return
    }
    let told = entries.all.count(where: \.isTold)
    balance.summaries = told == 0 ? 0 : 1
    balance.articles.carried = ticket.articles.count - balance.summaries
    balance.articles.text = told
    balance.articles.dropped = entries.all.dropFirst().count { !$0.isCarried } - told
    let left = files.isEmpty ? [] : droppedFiles.union(filesOfEntries).intersection(files)
    balance.attachments.carried = ticket.articles.reduce(0) { $0 + $1.attachments.count }
    balance.attachments.dropped = left.count
    balance.attachments.text = archivedCount
  }

  /// Those that a rule leaves behind: of entries that are no articles, and empty envelopes of mails within mails.
  private var filesOfEntries: [String] {
    source.entries.flatMap { entry in
      entry.parts.filter { entry.article == nil || isEnvelope($0) }.map(\.id)
    }
  }
}
