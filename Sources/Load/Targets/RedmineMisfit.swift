import MigrationKit

/// Values of a ticket that a custom field would refuse, or lose without a word.
struct RedmineMisfit: Error, Hashable, CustomStringConvertible {
  enum Flaw: Hashable, Sendable {
    /// There is no such field.
    case unknown
    /// The format is one that a migration cannot fill.
    case unfillable(format: String)
    /// The field is not there for tickets like this: 'the tracker "Bug"'.
    case disabled(place: String)
    case several
    case missing
    case unlisted(allowed: [String])
    case noDay
    case noWholeNumber
    case noNumber
    case noFlag
    case noMember(project: String)
    case tooShort(least: Int)
    case tooLong(most: Int)
    case unmatched(pattern: String)
  }

  let field: String
  let values: [String]
  let flaw: Flaw

  var description: String {
    let shown = values.map { "\"\(shortened($0))\"" }.joined(separator: ", ")
    return "field \"\(field)\": \(shown) \(values.count == 1 ? "is" : "are") \(words)\(allowed); \(advice)"
  }

  /// Behind "is" or "are".
  var words: String {
    switch flaw {
    case .unknown: "for a field that does not exist"
    case .unfillable(let format): "for a field of the format \(format), which cannot be filled"
    case .disabled(let place): "for a field that is not enabled for \(place)"
    case .several: "too many: the field accepts one value"
    case .missing: "empty, and the field is required"
    case .unlisted: "not in its list"
    case .noDay: "not of the form 2021-01-05"
    case .noWholeNumber: "not of the form 17"
    case .noNumber: "not of the form 1.5"
    case .noFlag: "neither yes nor no"
    case .noMember(let project): "not the login or address of an active member of the project \"\(project)\""
    case .tooShort(let least): "shorter than \(least) characters"
    case .tooLong(let most): "longer than \(most) characters"
    case .unmatched(let pattern): "not matched by its regular expression \(pattern)"
    }
  }

  private var allowed: String {
    guard case .unlisted(let allowed) = flaw else { return "" }
    let more = allowed.count > 10 ? " and \(allowed.count - 10) more" : ""
    return " (\(allowed.prefix(10).map(shortened).joined(separator: ", "))\(more))"
  }

  private var advice: String {
    let correction = "map the field to \"text\" or correct the ticket's line"
    return switch flaw {
    case .unknown: "correct mapping.fields or add the field in Redmine"
    case .unfillable: "map the field to \"text\""
    case .disabled: "enable it there, or map the field to \"text\""
    case .several: "\(correction); fields for lists can be set to \"Multiple values\" in Redmine"
    case .missing: "correct the ticket's line, or make the field optional in Redmine"
    case .unlisted: "\(correction), or add the value in Redmine"
    case .noMember: "\(correction), or make them a member"
    case .tooShort, .tooLong, .unmatched: "\(correction), or change the field's limits in Redmine"
    case .noDay, .noWholeNumber, .noNumber, .noFlag: correction
    }
  }

  private func shortened(_ value: String) -> String {
    let line = value.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
    return line.count > 60 || line.count < value.count ? "\(line.prefix(60))…" : line
  }
}
