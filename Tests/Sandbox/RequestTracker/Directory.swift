import MigrationKit

extension RequestTracker {
  struct User: Record {
    static let kind = "user"
    static let columns = [
      "Name", "RealName", "EmailAddress", "Comments", "Created", "Creator", "LastUpdated", "LastUpdatedBy",
      "CustomFields",
    ]
    /// Those that users are searched by.
    static let publicColumns: Set = ["Name", "RealName", "EmailAddress"]
    let id: Int
    let name: String
    let realName: String
    let emailAddress: String
    let isPrivileged: Bool
    let isDisabled: Bool
    let comments: String?
    let created: Int

    var handle: String { name }

    func column(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "id": .number(id)
      case "Name": .text(self.name)
      case "RealName": .text(realName)
      case "EmailAddress": .text(emailAddress)
      case "Comments": comments.map { .text($0) } ?? .null
      case "Created", "LastUpdated": .instant(created)
      case "Creator", "LastUpdatedBy": .record(archive.system)
      case "CustomFields": .json([])
      default: nil
      }
    }

    func hyperlinks(in archive: Archive) -> [JSONValue] {
      let address = "\(restBase)/user/\(id)"
      return [
        selfLink, ["ref": "history", "_url": .string(address + "/history")],
        ["ref": "memberships", "_url": .string(address + "/groups")],
      ]
    }

    func isVisible(to login: Login, in archive: Archive) -> Bool { true }
  }

  struct Queue: Record {
    static let kind = "queue"
    static let columns = [
      "Name", "Description", "Lifecycle", "CorrespondAddress", "CommentAddress", "SortOrder", "Disabled",
      "SLADisabled", "Created", "Creator", "LastUpdated", "LastUpdatedBy", "CustomFields", "Cc", "AdminCc",
      "TicketCustomFields", "TicketTransactionCustomFields",
    ]
    let id: Int
    let name: String
    let description: String
    let isDisabled: Bool
    let created: Int

    var searchNames: [String] { [String(id), name] }

    func column(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "id": .number(id)
      case "Name": .text(self.name)
      case "Description": .text(description)
      case "Lifecycle": .text("default")
      case "CorrespondAddress", "CommentAddress": .text("")
      case "SortOrder": .number(0)
      case "Disabled": .number(isDisabled ? 1 : 0)
      case "SLADisabled": .number(1)
      case "Created", "LastUpdated": .instant(created)
      case "Creator", "LastUpdatedBy": .record(archive.system)
      default: nil
      }
    }

    func ownColumn(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "CustomFields", "Cc", "AdminCc", "TicketTransactionCustomFields": .json([])
      case "TicketCustomFields": .json(.array(archive.customFields(of: id).map(\.link)))
      default: column(name, in: archive)
      }
    }

    func hyperlinks(in archive: Archive) -> [JSONValue] {
      [
        selfLink, ["ref": "history", "_url": .string(address + "/history")],
        ["ref": "create", "type": "ticket", "_url": .string("\(restBase)/ticket?Queue=\(id)")],
      ]
    }

    func isVisible(to login: Login, in archive: Archive) -> Bool { login.maySee(queue: id) }
  }

  struct CustomField: Record {
    enum Kind: String, Sendable {
      case freeform = "Freeform"
      case text = "Text"
      case select = "Select"
      case date = "Date"
      case dateTime = "DateTime"
      case image = "Image"
    }

    static let kind = "customfield"
    static let columns = [
      "Name", "Type", "Description", "MaxValues", "LookupType", "Pattern", "EntryHint", "UniqueValues",
      "SortOrder", "Disabled", "Created", "Creator", "LastUpdated", "LastUpdatedBy", "Values",
    ]
    let id: Int
    let name: String
    let type: Kind
    let isMultiple: Bool
    /// What a Select offers.
    let choices: [String]
    /// Queues it applies to.
    let queues: Set<Int>
    let created: Int

    func column(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "id": .number(id)
      case "Name": .text(self.name)
      case "Type": .text(type.rawValue)
      case "Description": .text("\(self.name) of a ticket")
      case "MaxValues": .number(isMultiple ? 0 : 1)
      case "LookupType": .text("RT::Queue-RT::Ticket")
      case "Pattern": .text("")
      case "EntryHint": .text(entryHint)
      case "UniqueValues", "SortOrder", "Disabled": .number(0)
      case "Created", "LastUpdated": .instant(created)
      case "Creator", "LastUpdatedBy": .record(archive.system)
      case "Values": type == .select ? .json(.strings(choices)) : .null
      default: nil
      }
    }

    private var entryHint: String {
      switch type {
      case .select: isMultiple ? "Select multiple values" : "Select one value"
      case .image: isMultiple ? "Upload multiple images" : "Upload one image"
      default: isMultiple ? "Enter multiple values" : "Enter one value"
      }
    }

    /// How tickets and queues name it.
    var link: JSONValue {
      .object(reference + [.init("ref", "customfield"), .init("name", .string(name))])
    }

    func hyperlinks(in archive: Archive) -> [JSONValue] {
      guard type == .select else { return [selfLink] }
      return [selfLink, ["ref": "customfieldvalues", "_url": .string(address + "/values")]]
    }

    func isVisible(to login: Login, in archive: Archive) -> Bool { login.seesEverything }
  }
}
