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
