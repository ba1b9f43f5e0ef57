/// Members of records that are more than values.
enum RequestTrackerKey: String {
  case customFields = "CustomFields"
  case customRoles = "CustomRoles"
  case hyperlinks = "_hyperlinks"
  case creator = "Creator"
  case owner = "Owner"
  case requestor = "Requestor"
  case cc = "Cc"
  case adminCc = "AdminCc"
  case headers = "Headers"
  case entryType = "Type"
  case values
  // Those of links that stand for the link.
  case ref, type, id, name, label, from, to, update
  case address = "_url"
}
