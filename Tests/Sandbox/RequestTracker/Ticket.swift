import MigrationKit

extension RequestTracker {
  struct Ticket: Record {
    static let kind = "ticket"
    static let columns = [
      "Subject", "Status", "Type", "Queue", "Owner", "Creator", "LastUpdatedBy", "Priority",
      "InitialPriority", "FinalPriority", "TimeWorked", "TimeEstimated", "TimeLeft", "Created",
      "LastUpdated", "Starts", "Started", "Due", "Resolved", "Told", "SLA", "EffectiveId", "Requestor", "Cc",
      "AdminCc", "CustomFields",
    ]
    let id: Int
    var queue: Queue
    var subject: String
    var status = "new"
    var owner: User
    var creator: User
    var lastUpdatedBy: User
    var requestors: [User] = []
    var ccs: [User] = []
    var adminCcs: [User] = []
    /// By the number of a custom role.
    var roles: [Int: [User]] = [:]
    var priority = 0
    var finalPriority = 0
    /// Minutes.
    var timeWorked = 0
    var timeEstimated = 0
    var timeLeft = 0
    var created: Int
    var lastUpdated: Int
    var starts = 0
    var started = 0
    var due = 0
    var resolved = 0
    /// Last answer to the requestor; nil: never.
    var told: Int?
    /// The ticket it was merged into, else itself.
    var effectiveID: Int
    var values: [CustomFieldValue] = []
    var links: [Link] = []

    var isMerged: Bool { effectiveID != id }

    func column(_ name: String, in archive: Archive) -> Column? {
      dateColumn(name) ?? numberColumn(name) ?? referenceColumn(name, in: archive)
    }

    private func dateColumn(_ name: String) -> Column? {
      switch name {
      case "Created": .instant(created)
      case "LastUpdated", "Updated": .instant(lastUpdated)
      case "Starts": .instant(starts)
      case "Started": .instant(started)
      case "Due": .instant(due)
      case "Resolved": .instant(resolved)
      case "Told": told.map { .instant($0) } ?? .noInstant
      default: nil
      }
    }

    private func numberColumn(_ name: String) -> Column? {
      switch name {
      case "id": .number(id)
      case "Priority": .number(priority)
      case "InitialPriority": .number(0)
      case "FinalPriority": .number(finalPriority)
      case "TimeWorked": .number(timeWorked)
      case "TimeEstimated": .number(timeEstimated)
      case "TimeLeft": .number(timeLeft)
      case "EffectiveId": .number(effectiveID)
      default: nil
      }
    }

    private func referenceColumn(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "Subject": .text(subject)
      case "Status": .text(status)
      case "Type": .text("ticket")
      case "SLA": .null
      case "Queue": .record(queue)
      case "Owner": .record(owner)
      case "Creator": .record(creator)
      case "LastUpdatedBy": .record(lastUpdatedBy)
      case "Requestor": .records(requestors)
      case "Cc": .records(ccs)
      case "AdminCc": .records(adminCcs)
      case "CustomFields": .json(.array(archive.customFields(of: queue.id).map(valuesOfField)))
      case "CustomRoles":
        .group(archive.customRoles.map { ($0.groupType, members(of: $0, in: archive)) })
      default: nil
      }
    }

    private func members(of role: CustomRole, in archive: Archive) -> Column {
      let users = roles[role.id] ?? []
      return role.isSingle ? .record(users.first ?? archive.nobody) : .records(users)
    }

    func ownColumn(_ name: String, in archive: Archive) -> Column? {
      name == "EffectiveId"
        ? archive.shelf.ticket(effectiveID).map { .record($0) } : column(name, in: archive)
    }

    private func valuesOfField(_ field: CustomField) -> JSONValue {
      let mine = values.filter { $0.field.id == field.id }
      return .object(
        field.reference + [
          .init("name", .string(field.name)), .init("values", .array(mine.map(\.json))),
        ])
    }

    func isVisible(to login: Login, in archive: Archive) -> Bool { login.maySee(queue: queue.id) }
  }
}

extension RequestTracker.Ticket {
  func hyperlinks(in archive: RequestTracker.Archive) -> [JSONValue] {
    [selfLink] + visibleLinks(in: archive).map(\.json) + archive.customFields(of: queue.id).map(\.link)
      + archive.customRoles.map(\.link)
      + ["history", "correspond", "comment"].map {
        ["ref": .string($0), "_url": .string("\(address)/\($0)")]
      }
      + lifecycleLinks
  }

  /// Links from and to deleted tickets are not shown (measured); the transactions that made them are.
  private func visibleLinks(in archive: RequestTracker.Archive) -> [RequestTracker.Link] {
    guard status != "deleted" else { return [] }
    return links.filter { link in
      guard case .ticket(let id) = link.end else { return true }
      return archive.shelf.ticket(id)?.status != "deleted"
    }
  }

  private var lifecycleLinks: [JSONValue] {
    let next =
      status == "resolved" ? [("Re-open", "open")] : [("Resolve", "resolved"), ("Reject", "rejected")]
    return next.map { label, to in
      [
        "ref": "lifecycle", "label": .string(label), "from": .string(status), "to": .string(to),
        "update": "Comment",
        "_url": .string("\(address)/comment"),
      ]
    }
  }
}
