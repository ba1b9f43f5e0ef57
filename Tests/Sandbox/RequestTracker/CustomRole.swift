import MigrationKit

extension RequestTracker {
  /// A role that an administrator invented, beside requestor, Cc and AdminCc.
  struct CustomRole: Record {
    static let kind = "customrole"
    static let columns = [
      "Name", "Description", "MaxValues", "EntryHint", "Disabled", "Created", "Creator", "LastUpdated",
      "LastUpdatedBy",
    ]
    let id: Int
    let name: String
    /// Who has it is one person then, or Nobody; else a list.
    let isSingle: Bool
    let created: Int

    /// How tickets and their histories call it.
    var groupType: String { "RT::CustomRole-\(id)" }

    func column(_ name: String, in archive: Archive) -> Column? {
      switch name {
      case "id": .number(id)
      case "Name": .text(self.name)
      case "Description", "EntryHint": .text("")
      case "MaxValues": .number(isSingle ? 1 : 0)
      case "Disabled": .number(0)
      case "Created", "LastUpdated": .instant(created)
      case "Creator", "LastUpdatedBy": .record(archive.system)
      default: nil
      }
    }

    /// How tickets name it, once each, whoever has it.
    var link: JSONValue {
      .object(reference + [.init("ref", "customrole"), .init("group_type", .string(groupType))])
    }

    func isVisible(to login: Login, in archive: Archive) -> Bool { login.seesEverything }
  }
}
