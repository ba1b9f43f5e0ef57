import MigrationKit

/// Why a step for Redmine cannot be turned into a request, or its answer not be trusted.
enum RedmineError: StageFault, Equatable, CustomStringConvertible {
  /// The ticket needs something the server does not have; `load check` names these before the first write.
  case unknown(kind: String, name: String, place: String)
  /// The ticket's old id does not fit the marker field's format.
  case unfitMarker(String)
  /// Time was spent on the ticket and the configuration does not say on what it is booked.
  case noActivity
  /// Values of custom fields; all of the ticket's.
  case misfits([RedmineMisfit])
  /// A step needs what an earlier one should have brought.
  case missing(String, step: String)
  /// The server has other bytes than were sent.
  case otherBytes(attachment: String, expected: String, token: String)
  /// An answer that fits nothing documented.
  case unexpected(status: Int, step: String, beginning: String)
  /// A list that ends before its own total.
  case incomplete(seen: Int, total: Int)
  /// The same of a list that is not one of tickets.
  case shortList(String, seen: Int, total: Int)
  /// A list whose total was another at each reading.
  case restless(list: String)
  /// The API is off, or the key's account may not use it.
  case noAPI(String)
  /// What answers at the address is something else.
  case notRedmine(String)

  var exitCode: ExitCode {
    if case .noAPI = self { .loginRefused } else { .stopped }
  }

  var description: String {
    switch self {
    case .unknown(let kind, let name, let place):
      "Redmine has no \(kind) \"\(name)\"\(place.isEmpty ? "" : " in \(place)"); run `load check`"
    case .unfitMarker(let id):
      "the marker field accepts only whole numbers, but the ticket's old id is \"\(id)\"; give the field the format Text"
    case .noActivity:
      "time was spent on the ticket, but target.activity does not say which activity to book it on"
    case .misfits(let misfits): misfits.map(\.description).joined(separator: "; ")
    case .missing(let thing, let step): "the step \(step) needs \(thing), which no earlier step has provided"
    case .otherBytes(let attachment, let expected, let token):
      "attachment \(attachment) has the SHA-256 \(expected), but the server stored something else (\(token))"
    case .unexpected(let status, let step, let beginning):
      "unexpected answer \(status) to \(step); it begins: \(beginning)"
    case .incomplete(let seen, let total):
      "a list ended after \(seen) of \(total) entries; run the same command again"
    case .shortList(let path, let seen, let total):
      "\(path) ends after \(grouped(seen)) of \(grouped(total)) entries; run the same command again, and look at Redmine's "
        + "log if it happens again"
    case .restless(let path):
      "\(path) changed each time it was read; run the same command again while nobody changes Redmine's accounts, "
        + "projects and members"
    case .noAPI(let text), .notRedmine(let text): text
    }
  }
}
