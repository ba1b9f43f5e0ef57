/// What a command understands, and so also its `--help`.
package struct CommandSyntax: Sendable {
  package struct Option: Sendable {
    let name: String
    /// What stands for the value in the help; nil for a flag.
    let value: String?
    let summary: String
    let isRepeatable: Bool

    package init(_ name: String, value: String? = nil, _ summary: String, isRepeatable: Bool = false) {
      self.name = name
      self.value = value
      self.summary = summary
      self.isRepeatable = isRepeatable
    }
  }

  package struct Word: Sendable {
    let name: String
    let summary: String

    package init(_ name: String, _ summary: String) {
      self.name = name
      self.summary = summary
    }
  }

  package let name: String
  package let summary: String
  /// What may stand first; the first of them is meant when none is given.
  let words: [Word]
  let options: [Option]
  let notes: String

  package init(_ name: String, summary: String, words: [Word] = [], options: [Option], notes: String) {
    self.name = name
    self.summary = summary
    self.words = words
    self.options =
      options + [Option("help", "print this page"), Option("version", "print the version")]
    self.notes = notes
  }

  package static let config = Option("config", value: "FILE", "the configuration (migration.json5)")
  package static let data = Option("data", value: "FOLDER", "where the files between the stages are (data)")
  package static let stats = Option("stats", "at the end, print what the run has asked, waited and used")

  package var help: String {
    let choice = words.isEmpty ? "" : " [\(words.map(\.name).joined(separator: " | "))]"
    let rows =
      words.map { ("  \($0.name)", $0.summary) }
      + options.map { ("  --\($0.name)" + ($0.value.map { " \($0)" } ?? ""), $0.summary) }
    let width = (rows.map(\.0.count).max() ?? 0) + 2
    let table = rows.map { $0.0 + String(repeating: " ", count: width - $0.0.count) + $0.1 }
    return """
      \(name): \(summary)

      Usage: \(name)\(choice) [options]

      \(table.joined(separator: "\n"))

      \(notes)

      Exit codes: 0 complete and balanced · 1 stopped by a fault · 2 usage or configuration ·
      3 finished, but some tickets were rejected or failed (all written down) · 4 the server refused the login ·
      5 verification found unexpected differences · 130 interrupted, can be resumed
      """
  }
}

/// The words of one command line, each known to the command's syntax.
package struct Arguments: Sendable, Equatable {
  /// The first of the syntax's words unless another was given; nil when it has none.
  package let word: String?
  private let values: [String: [String]]

  package init(_ arguments: [String], _ syntax: CommandSyntax) throws(UsageError) {
    var word: String?
    var values: [String: [String]] = [:]
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--") else {
        if let word { throw UsageError("\(syntax.name) takes one word, not \"\(word)\" and \"\(argument)\"") }
        guard syntax.words.contains(where: { $0.name == argument }) else {
          let known =
            argument.hasPrefix("-") ? syntax.options.map { "--\($0.name)" } : syntax.words.map(\.name)
          throw UsageError(unknown: argument, among: known, of: syntax)
        }
        word = argument
        continue
      }
      let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let option = syntax.options.first(where: { $0.name == parts[0] }) else {
        throw UsageError(unknown: "--\(parts[0])", among: syntax.options.map { "--\($0.name)" }, of: syntax)
      }
      let value = try Self.value(of: option, parts.count > 1 ? String(parts[1]) : nil, &rest)
      if values[option.name] != nil, !option.isRepeatable {
        throw UsageError("--\(option.name) is given twice")
      }
      values[option.name, default: []].append(value)
    }
    self.word = word ?? syntax.words.first?.name
    self.values = values
  }

  private static func value(
    of option: CommandSyntax.Option, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    guard let placeholder = option.value else {
      if attached != nil { throw UsageError("--\(option.name) takes no value") }
      return ""
    }
    guard let value = attached ?? rest.popFirst(), !value.isEmpty, attached != nil || !value.hasPrefix("--")
    else {
      throw UsageError("--\(option.name) needs a value: --\(option.name) \(placeholder)")
    }
    return value
  }

  package func has(_ name: String) -> Bool { values[name] != nil }
  package func strings(_ name: String) -> [String] { values[name] ?? [] }
  package func string(_ name: String) -> String? { values[name]?.first }

  /// A whole number from 1 up; nil when the option is not given.
  package func count(_ name: String) throws(UsageError) -> Int? {
    guard let text = string(name) else { return nil }
    guard let number = Int(text), number > 0 else {
      throw UsageError("--\(name) takes a whole number from 1 up, not \"\(text)\"")
    }
    return number
  }
}

/// A command line that cannot be understood.
package struct UsageError: Error, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ description: String) {
    self.description = description
  }

  init(unknown word: String, among known: [String], of syntax: CommandSyntax) {
    let hint =
      Spelling.nearest(to: word, in: known).map { "did you mean \($0)?" }
      ?? (known.isEmpty ? "\(syntax.name) takes options only" : "it knows \(known.joined(separator: ", "))")
    description = "\(syntax.name) does not know \"\(word)\"; \(hint) (\(syntax.name) --help explains all)"
  }
}
