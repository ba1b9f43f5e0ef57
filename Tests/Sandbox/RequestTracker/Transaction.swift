import MigrationKit

extension RequestTracker {
  struct Transaction: Record {
    static let kind = "transaction"
    static let columns = [
      "Type", "Created", "Creator", "Field", "OldValue", "NewValue", "Data", "TimeTaken", "OldReference",
      "NewReference", "ReferenceType", "Object",
    ]
    let id: Int
    /// "RT::Ticket"; RT logs what happens to groups, queues and users in the same table.
    var objectType = "RT::Ticket"
    let objectID: Int
    let type: String
    let creator: User
    let created: Int
    var field: String?
    var oldValue: String?
    var newValue: String?
    var newReference: Int?
    var data: String?
    /// Minutes.
    var timeTaken = 0

    var isOfTicket: Bool { objectType == "RT::Ticket" }

    /// Nil when RT does not know the name. `Content`, `Attachments` and the like are unknown here.
    func column(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "id": .number(id)
      case "ObjectType": .text(objectType)
      case "ObjectId": .number(objectID)
      case "Type": .text(type)
      case "Creator": .record(creator)
      case "Created": .instant(created)
      case "Field": text(field)
      case "OldValue": text(oldValue)
      case "NewValue": text(newValue)
      case "Data": text(data)
      case "TimeTaken": .number(timeTaken)
      case "NewReference": newReference.map { .number($0) } ?? .null
      case "OldReference": .null
      case "ReferenceType": newReference == nil ? .null : .text("RT::ObjectCustomFieldValue")
      default: nil
      }
    }

    func searchColumn(_ name: String, in archive: Archive) -> Column? {
      column(name, in: archive) ?? ticketColumn(name, in: archive)
    }

    /// By itself, a transaction shows numbers as references, hides values that stand elsewhere, and dies over the
    /// address of a ticket (all measured).
    func ownColumn(_ name: String, in archive: Archive) -> Column? {
      switch (name, type) {
      case ("Object", _): .json(object)
      case ("Field", "CustomField"): .json(reference(to: "customfield", field))
      case ("NewReference", "CustomField"):
        .json(reference(to: "objectcustomfieldvalue", newReference.map(String.init)))
      case ("NewValue", "CustomField"): .null
      case ("NewValue", "AddWatcher"): .json(reference(to: "principal", newValue))
      case ("NewValue", "AddLink") where newValue?.hasPrefix("fsck.com-rt:") == true: .fatal
      default: column(name, in: archive)
      }
    }

    /// RT joins the ticket by number alone, whatever the object is; only `TicketId` asks for its type too.
    private func ticketColumn(_ name: String, in archive: Archive) -> Column? {
      if name == "TicketId" { return isOfTicket ? .number(objectID) : .null }
      guard name.hasPrefix("Ticket") else { return nil }
      let known = ["Queue", "Status", "Type", "Owner", "Subject", "LastUpdated", "Created", "Priority"]
      let column = String(name.dropFirst("Ticket".count))
      guard known.contains(column) else { return nil }
      guard let ticket = archive.shelf.ticket(objectID) else { return .null }
      return ticket.column(column, in: archive)
    }

    private var object: JSONValue {
      reference(to: objectType.dropFirst("RT::".count).lowercased(), String(objectID))
    }

    private func reference(to kind: String, _ id: String?) -> JSONValue {
      let id = id ?? "0"
      return ["id": .string(id), "type": .string(kind), "_url": .string("\(restBase)/\(kind)/\(id)")]
    }

    func hyperlinks(in archive: Archive) -> [JSONValue] {
      [selfLink]
        + archive.shelf.attachments(of: id).map { ["ref": "attachment", "_url": .string($0.address)] }
    }

    /// Without SuperUser: answers in the queues the login sees, no comments, no outgoing mail, no custom fields.
    func isVisible(to login: Login, in archive: Archive) -> Bool {
      if login.seesEverything { return true }
      guard isOfTicket, let ticket = archive.shelf.ticket(objectID) else { return false }
      return login.maySee(queue: ticket.queue.id)
        && !["Comment", "EmailRecord", "CommentEmailRecord", "CustomField"].contains(type)
    }
  }
}

private func text(_ value: String?) -> RequestTracker.Column { value.map { .text($0) } ?? .null }
