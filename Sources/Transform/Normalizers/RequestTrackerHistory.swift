import MigrationKit

extension RequestTrackerTransaction {
  /// An article whatever it holds.
  var isMessage: Bool { ["Create", "Correspond", "Comment"].contains(type) }

  /// Of a mail that the server sent.
  var isCopy: Bool { ["EmailRecord", "CommentEmailRecord"].contains(type) }
}

extension RequestTrackerReading {
  /// What an entry changed.
  func change(_ entry: RequestTrackerTransaction) -> SourceChange {
    SourceChange(
      name: fieldName(entry), old: value(entry.oldValue, entry), new: value(entry.newValue, entry),
      data: entry.data)
  }

  private func fieldName(_ change: RequestTrackerTransaction) -> String {
    if change.field.isEmpty { return change.type }
    let names = change.type == "CustomField" ? census.fieldNames : census.roleNames
    return names[change.field] ?? change.field
  }

  /// In words where RT has numbers.
  private func value(_ text: String, _ change: RequestTrackerTransaction) -> SourceChange.Value {
    if text.isEmpty { return .none }
    switch (change.type, change.field) {
    case ("Set", "Queue"): return .text(census.queueNames[text] ?? text)
    case ("Set", "Owner"), ("SetWatcher", _), ("AddWatcher", _), ("DelWatcher", _):
      return .text(census.person(number: text)?.displayName ?? text)
    case ("AddLink", _), ("DeleteLink", _): return end(of: text)
    case ("Set", "Due"), ("Set", "Starts"), ("Set", "Started"), ("Set", "Resolved"), ("Set", "Told"),
      ("Set", "Created"):
      return moment(text) ?? .text(text.cleanLine)
    default:
      return text.hasPrefix("1970-01-01 00:00:00") ? .none : .text(text.cleanLine.shortened(to: 255))
    }
  }

  /// Dates stand in the history as the database has them, in UTC: "2024-03-30 23:00:00".
  private func moment(_ text: String) -> SourceChange.Value? {
    guard let time = Timestamp(text.replacing(" ", with: "T") + "Z") else { return nil }
    return time.isUnset ? SourceChange.Value.none : .moment(time)
  }

  /// "fsck.com-rt://example.com/ticket/51" is ticket 51.
  private func end(of address: String) -> SourceChange.Value {
    guard address.hasPrefix("fsck.com-rt:"), let number = address.split(separator: "/").last else {
      return .address(address)
    }
    return .ticket(SourceID(String(number)), number: String(number))
  }
}

extension RequestTrackerFates {
  /// What is left behind of an entry that is no article, by its type; nil for a type that is not known.
  static func history(_ type: String) -> Fate? {
    switch type {
    case "Create", "Correspond", "Comment": .lost("a message has no field for it")
    case "EmailRecord", "CommentEmailRecord": .needless("a copy of a mail that the old system sent")
    case "Status": .lost("changes of status: the last status is carried")
    case "Set":
      .lost("changes of queue, owner, priority, subject, dates and minutes: the last values are carried")
    case "SetWatcher", "AddWatcher", "DelWatcher", "Take", "Untake", "Steal", "Give", "Force":
      .lost("changes of people: the latest ones are carried")
    case "AddLink", "DeleteLink": .lost("changes of links: the latest ones are carried")
    case "CustomField":
      .lost("changes of custom fields: the last values are carried; a merged ticket's are not")
    case "AddReminder", "OpenReminder", "ResolveReminder": .lost("reminders are not tickets")
    case "Told": .lost("when the requester was last written to")
    case "Forward Ticket", "Forward Transaction": .lost("a forwarding without a text")
    case "SystemError", "AttachmentTruncate", "AttachmentDrop", "AttachmentError", "PerlComment", "Enabled",
      "Disabled", "Purge", "Subject", "Import":
      .lost("notes that the server made itself")
    default: nil
    }
  }
}
