/// What becomes of each path of a Request Tracker 5 record: the one place where that is written down.
///
/// A path itself counts before patterns ("*" stands for any characters), of those the first that fits. Tests change each value of real records and
/// hold this table to what the conversion then does.
enum RequestTrackerFates {
  static func treatment(of path: String) -> Treatment? {
    if let treatment = exact[path] { return treatment }
    return patterns[kind(of: path)]?.first { path.matches($0.pattern) }?.treatment
  }

  private static let exact = Dictionary(
    table.filter { !$0.pattern.contains("*") }.map { ($0.pattern, $0.treatment) }
  ) { first, _ in first }

  /// By the kind of record that a pattern speaks of; one that begins with "*" speaks of all.
  private static let patterns = Dictionary(
    uniqueKeysWithValues: ["ticket", "merged", "transactions", "attachments", "contents"].map { kind in
      (
        kind[...],
        table.filter { $0.pattern.contains("*") && [kind[...], ""].contains(Self.kind(of: $0.pattern)) }
      )
    })

  private static func kind(of path: String) -> Substring { path.prefix { !".[*".contains($0) } }

  private static let address = Fate.needless("an address inside the old system's API")
  private static let kind = Fate.needless("the kind of record, which its place shows too")
  private static let named = Fate.needless("attachments.jsonl and the file itself have it")
  private static let forMailPrograms = Fate.needless("of use to mail programs only")
  private static let twice = Fate.needless("the record has the same in another place")

  private static let table: [(pattern: String, treatment: Treatment)] = [
    // Names and numbers
    ("ticket.id", .fixed(twice)),
    ("ticket.EffectiveId", .fixed(twice)),
    ("ticket.Subject", .subject),
    ("merged", .fixed(.text)),
    // What the mapping has words for
    ("ticket.Queue", .fixed(.mapped)),
    ("ticket.Queue.Name", .fixed(.mapped)),
    ("ticket.Queue.name", .fixed(.mapped)),
    ("ticket.Queue.id", .fixed(.needless("the queue's number; its name is mapped"))),
    ("ticket.Type", .fixed(.mapped)),
    ("ticket.Status", .fixed(.mapped)),
    ("ticket.Priority", .fixed(.mapped)),
    // Days and minutes
    ("ticket.Created", .fixed(.carried)),
    ("ticket.Starts", .start),
    ("ticket.Due", .due),
    ("ticket.Started", .fixed(.text)),
    ("ticket.Resolved", .fixed(.text)),
    ("ticket.LastUpdated", .fixed(.text)),
    ("ticket.TimeEstimated", .estimate),
    ("ticket.TimeWorked", .time(.text)),
    ("ticket.TimeLeft", .fixed(.text)),
    ("ticket.Told", .fixed(.text)),
    ("ticket.SLA", .fixed(.text)),
    ("ticket.InitialPriority", .fixed(.lost("the initial priority: the latest one is mapped"))),
    ("ticket.FinalPriority", .fixed(.text)),
    // Custom fields, links
    ("ticket.CustomFields.id", .fixed(.needless("the field's number: it gives the order of the fields"))),
    ("*.CustomFields.id", .fixed(.needless("the field's number: it gives the order of the fields"))),
    ("*.CustomFields[*].filename", .fixed(named)),
    ("*.CustomFields[*].content_type", .fixed(named)),
    ("*.CustomFields[*]", .field),
    ("*.CustomFields[*]._url", .field),
    ("ticket._hyperlinks[parent]", .link),
    ("ticket._hyperlinks[child]", .link),
    ("ticket._hyperlinks[depends-on]", .link),
    ("ticket._hyperlinks[depended-on-by]", .link),
    ("ticket._hyperlinks[refers-to]", .link),
    ("ticket._hyperlinks[referred-to-by]", .link),
    ("ticket._hyperlinks[self]", .fixed(address)),
    ("ticket._hyperlinks[history]", .fixed(address)),
    ("ticket._hyperlinks[customfield]", .fixed(address)),
    ("ticket._hyperlinks[customrole]", .fixed(address)),
    ("ticket._hyperlinks[customrole].group_type", .fixed(kind)),
    ("ticket._hyperlinks[correspond]", .fixed(address)),
    ("ticket._hyperlinks[comment]", .fixed(address)),
    ("ticket._hyperlinks[create]", .fixed(address)),
    ("ticket._hyperlinks[lifecycle]", .fixed(address)),
    // Everywhere
    ("*._url", .fixed(address)),
    ("*.type", .fixed(kind)),
    // People
    ("ticket.LastUpdatedBy*", .fixed(.lost("who changed the ticket last: its messages name their authors"))),
    ("ticket.Creator*", .person),
    ("ticket.Owner*", .person),
    ("ticket.Requestor*", .person),
    ("ticket.Cc*", .person),
    ("ticket.AdminCc*", .person),
    ("ticket.CustomRoles[*]*", .role),
    ("ticket.CustomRoles", .fixed(.needless("no roles of an administrator's own"))),
    // The history
    ("transactions[*].id", .stamp),
    ("transactions[*].Created", .stamp),
    ("transactions[*].Creator*", .person),
    ("transactions[*].ObjectId", .withEntry),
    ("transactions[*].Data", .data),
    ("transactions[*].TimeTaken", .minutes),
    ("transactions[*].Field", .change),
    ("transactions[*].OldValue", .change),
    ("transactions[*].NewValue", .change),
    ("transactions[*].ReferenceType", .history),
    ("transactions[*].OldReference", .history),
    ("transactions[*].NewReference", .history),
    // Messages
    ("attachments[Type=*].*", .history),
    ("contents[Type=*].*", .history),
    ("attachments.id", .fixed(.carried)),
    ("attachments.TransactionId", .fixed(.carried)),
    ("attachments.Parent", .fixed(.carried)),
    ("attachments.Parent.id", .fixed(.carried)),
    ("attachments.ContentType", .fixed(.carried)),
    ("attachments.Filename", .fixed(named)),
    ("attachments.ContentLength", .fixed(named)),
    ("attachments.Created", .fixed(twice)),
    ("attachments.MessageId", .fixed(forMailPrograms)),
    ("attachments.Headers[Subject]", .quoted(.lost("subjects of single messages: the ticket's is carried"))),
    ("attachments.Headers[From]", .quoted(.needless("the author of the message"))),
    ("attachments.Headers[To]", .quoted(.lost("to whom single messages were sent"))),
    ("attachments.Headers[Cc]", .fixed(.lost("to whom single messages were sent"))),
    ("attachments.Headers[Bcc]", .fixed(.lost("to whom single messages were sent"))),
    ("attachments.Headers[Rt-Send-Cc]", .fixed(.lost("to whom single messages were sent"))),
    ("attachments.Headers[Rt-Send-Bcc]", .fixed(.lost("to whom single messages were sent"))),
    ("attachments.Headers[Date]", .quoted(.needless("the message's own date"))),
    ("attachments.Headers[Content-Id]", .picture(forMailPrograms)),
    ("attachments.Headers[Content-Location]", .picture(forMailPrograms)),
    ("attachments.Headers[*]", .fixed(forMailPrograms)),
    ("contents.id", .fixed(.carried)),
    ("contents.Content", .messageText),
    ("contents.TransactionId", .fixed(twice)),
    ("contents.ContentType", .fixed(twice)),
  ]

  /// Numbers that mean "nothing" when they are 0.
  static let unsetAtZero: Set<String> = [
    "TimeWorked", "TimeLeft", "TimeEstimated", "TimeTaken", "InitialPriority", "FinalPriority",
    "OldReference",
    "NewReference",
  ]
}
