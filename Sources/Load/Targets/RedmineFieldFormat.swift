import MigrationKit

/// How one custom field takes values. Several in a field for one are joined by ", " where it holds free text.
///
/// Source: `Redmine::FieldFormat` of 5.0.4. It takes any word into a field of format "bool" and shows "No" then, and
/// quietly drops repetitions.
struct RedmineFieldFormat {
  let name: String
  let field: RedmineCatalog.Field
  /// For accounts, who must be its members.
  let project: String
  /// The number of an account that may stand in the field, by its login or address.
  let account: (String) -> Int?

  /// The values as the server stores them; blank ones are none.
  func stored(_ values: [String]) throws(RedmineMisfit) -> [String] {
    let given = values.filter { !$0.allSatisfy(\.isWhitespace) }
    if given.isEmpty, field.isRequired { throw misfit(.missing, [""]) }
    if ["version", "attachment"].contains(field.format), !given.isEmpty {
      throw misfit(.unfillable(format: field.format), given)
    }
    let unfit = given.filter { converted($0) == nil }
    guard unfit.isEmpty else { throw misfit(flaw, unfit) }
    let fitting = try fewEnough(given.compactMap(converted), as: given)
    for value in fitting { if let flaw = limit(brokenBy: value) { throw misfit(flaw, [value]) } }
    return fitting
  }

  /// - Parameter given: the same in the ticket's words.
  private func fewEnough(_ values: [String], as given: [String]) throws(RedmineMisfit) -> [String] {
    var seen: Set<String> = []
    let each = values.filter { seen.insert($0).inserted }
    guard !field.isMultiple, each.count > 1 else { return each }
    guard ["string", "text"].contains(field.format) else { throw misfit(.several, given) }
    return [each.joined(separator: ", ")]
  }

  /// Nil: the value is not of the format.
  private func converted(_ value: String) -> String? {
    let word = value.normalized
    return switch field.format {
    case "list", "enumeration": choice(value)
    case "date": TextDay(word)?.text
    case "bool": ["yes": "1", "true": "1", "1": "1", "no": "0", "false": "0", "0": "0"][word.lowercased()]
    case "int": word.wholeMatch(of: /[+-]?[0-9]+/) == nil ? nil : word
    case "float": word.wholeMatch(of: /[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?/) == nil ? nil : word
    case "user": account(word).map(String.init)
    default: value
    }
  }

  /// Of two choices that differ in case alone neither is guessed.
  private func choice(_ value: String) -> String? {
    if let stored = field.choices[value] { return stored }
    let alike = field.choices.filter { $0.key.normalized.lowercased() == value.normalized.lowercased() }
    return alike.count == 1 ? alike.first?.value : nil
  }

  /// What is wrong with a value that cannot be converted.
  private var flaw: RedmineMisfit.Flaw {
    switch field.format {
    case "date": .noDay
    case "bool": .noFlag
    case "int": .noWholeNumber
    case "float": .noNumber
    case "user": .noMember(project: project)
    default: .unlisted(allowed: field.choices.keys.sorted())
    }
  }

  private func limit(brokenBy value: String) -> RedmineMisfit.Flaw? {
    guard ["string", "text", "link", "int", "float"].contains(field.format) else { return nil }
    let (limits, length) = (field.limits, value.unicodeScalars.count)
    if let least = limits.shortest, length < least { return .tooShort(least: least) }
    if let most = limits.longest, most > 0, length > most { return .tooLong(most: most) }
    return RedmineFieldPattern(limits.pattern).refuses(value) ? .unmatched(pattern: limits.pattern) : nil
  }

  private func misfit(_ flaw: RedmineMisfit.Flaw, _ values: [String]) -> RedmineMisfit {
    RedmineMisfit(field: name, values: values, flaw: flaw)
  }
}

/// The day of "2021-01-05", "2021-01-05 12:34:56" or "2021-01-05T12:34:56Z"; nil for all else.
private struct TextDay {
  let text: String

  init?(_ value: String) {
    let form =
      /([0-9]{4})-([0-9]{2})-([0-9]{2})([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(\.[0-9]+)?(Z| UTC|[+-][0-9]{2}:?[0-9]{2})?)?/
    guard let match = value.wholeMatch(of: form), let year = Int(match.1), let month = Int(match.2),
      let day = Int(match.3), (1...12).contains(month), day > 0, day <= Self.length(of: month, in: year)
    else { return nil }
    text = String(value.prefix(10))
  }

  private static func length(of month: Int, in year: Int) -> Int {
    let isLeap = year.isMultiple(of: 4) && !year.isMultiple(of: 100) || year.isMultiple(of: 400)
    return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
  }
}
