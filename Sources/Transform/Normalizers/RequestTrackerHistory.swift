extension RequestTrackerFates {
  /// What is left behind of an entry that is no article, by its type; nil for a type that is not known.
  static func history(_ type: String) -> Fate? {
    switch type {
    case "Create", "Correspond", "Comment": .lost("an article has no field for it")
    case "EmailRecord", "CommentEmailRecord": .needless("a copy of a mail that the old system sent")
    case "Status": .lost("changes of state: the last state is carried")
    case "Set":
      .lost("changes of queue, owner, priority, subject, dates and minutes: the last values are carried")
    case "SetWatcher", "AddWatcher", "DelWatcher", "Take", "Untake", "Steal", "Give", "Force":
      .lost("changes of people: those of the last day are carried")
    case "AddLink", "DeleteLink": .lost("changes of links: those of the last day are carried")
    case "CustomField":
      .lost("changes of custom fields: the last values are carried; a merged ticket's are not")
    case "AddReminder", "OpenReminder", "ResolveReminder": .lost("reminders are no tickets")
    case "Told": .lost("when the requester was told")
    case "Forward Ticket", "Forward Transaction": .lost("a forwarding without a text")
    case "SystemError", "AttachmentTruncate", "AttachmentDrop", "AttachmentError", "PerlComment", "Enabled",
      "Disabled", "Purge", "Subject", "Import":
      .lost("what the server noted by itself")
    default: nil
    }
  }
}
