import Foundation

/// What Redmine says of a custom field's values, in its own words and order.
struct RedmineFieldRule {
  let field: Redmine.CustomField
  /// The numbers of those who may stand in a field of accounts.
  let accounts: [String]

  /// - Parameter isList: the values came as a list, which only fields for several take.
  func faults(in values: [String], isList: Bool) -> [String] {
    let found = isChosen ? choiceFaults(values) : distinct(values.flatMap(faults))
    return found.isEmpty && isList && !field.isMultiple ? ["is invalid"] : found
  }

  private var isChosen: Bool { ["list", "enumeration", "user"].contains(field.format) }

  private func choiceFaults(_ values: [String]) -> [String] {
    let allowed = field.format == "user" ? accounts : field.choices.map(\.value)
    return values.allSatisfy(allowed.contains) ? [] : ["is not included in the list"]
  }

  /// Fields of format "bool" take anything, and show "No" for what is not "1".
  private func faults(in text: String) -> [String] {
    switch field.format {
    case "bool": []
    case "date": RedmineDay(text) == nil ? ["is not a valid date"] : []
    case "int": limits(text) + (matches(text, "^\\s*[+-]?[0-9]+\\s*$") ? [] : ["is not a number"])
    case "float":
      limits(text) + (Double(text.trimmingCharacters(in: .whitespaces)) == nil ? ["is invalid"] : [])
    default: limits(text)
    }
  }

  private func limits(_ text: String) -> [String] {
    let length = text.unicodeScalars.count
    var faults = field.pattern.isEmpty || matches(text, field.pattern) ? [] : ["is invalid"]
    if let least = field.shortest, length < least {
      faults.append("is too short (minimum is \(least) characters)")
    }
    if let most = field.longest, most > 0, length > most {
      faults.append("is too long (maximum is \(most) characters)")
    }
    return faults
  }

  private func matches(_ text: String, _ pattern: String) -> Bool {
    text.range(of: pattern, options: .regularExpression) != nil
  }

  private func distinct(_ faults: [String]) -> [String] {
    var seen: Set<String> = []
    return faults.filter { seen.insert($0).inserted }
  }
}
