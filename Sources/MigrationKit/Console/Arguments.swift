/// What a command understands, and so also its `--help`.
package struct CommandSyntax: Sendable {
  package struct Option: Sendable {
    let name: String
    /// What stands for the value in the help; nil for a flag.
    let value: String?
    let summary: String
    let isRepeatable: Bool
    /// The words that take it; empty: all do.
    private(set) var words: [String]

    package init(
      _ name: String, value: String? = nil, _ summary: String, isRepeatable: Bool = false,
      of words: [String] = []
    ) {
      self.name = name
      self.value = value
      self.summary = summary
      self.isRepeatable = isRepeatable
      self.words = words
    }

    package func of(_ words: String...) -> Option {
      var option = self
      option.words = words
      return option
    }

    func isTaken(by word: String?) -> Bool { words.isEmpty || word.map(words.contains) ?? false }
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
  /// What may stand first; the first of them is meant when none is given. One that looks like an option is a word too.
  let words: [Word]
  let options: [Option]
  let notes: String

  package init(_ name: String, summary: String, words: [Word] = [], options: [Option], notes: String) {
    self.name = name
    self.summary = summary
    self.words = words
    self.options =
      options + [Option("help", "print this page (-h)"), Option("version", "print the version (-V)")]
    self.notes = notes
  }

  package static let config = Option("config", value: "FILE", "the configuration (migration.json5)")
  package static let data = Option(
    "data", value: "FOLDER", "the folder for the files between the stages (data)")
  package static let stats = Option("stats", "at the end, print requests, waiting times and resources used")

  /// - Parameter word: the one that was given; nil: all of them are explained.
  package func help(for word: String? = nil) -> String {
    let known = words.first { $0.name == word }
    let choice = words.isEmpty ? "" : " [\(words.map(\.name).joined(separator: " | "))]"
    let rows =
      (known == nil ? words.map { ("  \($0.name)", $0.summary) } : [])
      + options.filter { known == nil || $0.isTaken(by: word) }.map { (row($0), $0.summary) }
    let width = (rows.map(\.0.count).max() ?? 0) + 2
    let table = rows.map { $0.0 + String(repeating: " ", count: width - $0.0.count) + $0.1 }
    return """
      \(name)\(known.map { " \($0.name)" } ?? ""): \(known?.summary ?? summary)

      Usage: \(name)\(known.map { " \($0.name)" } ?? choice) [options]

      \(table.joined(separator: "\n"))

      \(known == nil ? notes + "\n\n" : "")\(Self.exitCodes)
      """
  }

  private func row(_ option: Option) -> String {
    "  --\(option.name)" + (option.value.map { " \($0)" } ?? "")
  }

  private static let exitCodes = """
    Exit codes: 0 complete and balanced · 1 stopped by a fault · 2 usage or configuration ·
    3 finished, but some tickets were rejected or failed (all written down) · 4 the server refused the login ·
    5 verification found unexpected differences · 130 interrupted, can be resumed
    """
}

/// The words of one command line, each known to the command's syntax.
package struct Arguments: Sendable, Equatable {
  /// The first of the syntax's words unless another was given; nil when it has none.
  package let word: String?
  /// Nil when none was given.
  package let givenWord: String?
  private let values: [String: [String]]

  package init(_ arguments: [String], _ syntax: CommandSyntax) throws(UsageError) {
    var word: String?
    var values: [String: [String]] = [:]
    var rest = arguments[...]
    var onlyWords = false
    while let argument = rest.popFirst() {
      if !onlyWords, argument == "--" {
        onlyWords = true
      } else if let known = syntax.words.first(where: { $0.name == argument }) {
        if let word {
          throw UsageError("\(syntax.name) accepts one command, not \"\(word)\" and \"\(argument)\"")
        }
        word = known.name
      } else if !onlyWords, argument.hasPrefix("-"), argument != "-" {
        let (option, attached) = try Self.option(argument, syntax)
        let value = try Self.value(of: option, attached, &rest)
        if values[option.name] != nil, !option.isRepeatable {
          throw UsageError("--\(option.name) is given twice")
        }
        values[option.name, default: []].append(value)
      } else {
        throw UsageError(unknown: argument, among: syntax.words.map(\.name), of: syntax)
      }
    }
    let meant = word ?? syntax.words.first?.name
    if values["help"] == nil { try syntax.requireTaken(values.keys.sorted(), by: meant) }
    self.word = meant
    givenWord = word
    self.values = values
  }

  /// "--jobs=4" is the option `jobs` with "4" attached.
  private static func option(
    _ argument: String, _ syntax: CommandSyntax
  ) throws(UsageError) -> (CommandSyntax.Option, attached: String?) {
    let long = ["-h": "--help", "-V": "--version"][argument] ?? argument
    let parts = long.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard let option = syntax.options.first(where: { "--\($0.name)" == parts[0] }) else {
      throw UsageError(unknown: String(parts[0]), among: syntax.options.map { "--\($0.name)" }, of: syntax)
    }
    return (option, parts.count > 1 ? String(parts[1]) : nil)
  }

  private static func value(
    of option: CommandSyntax.Option, _ attached: String?, _ rest: inout ArraySlice<String>
  ) throws(UsageError) -> String {
    guard let placeholder = option.value else {
      if attached != nil { throw UsageError("--\(option.name) does not accept a value") }
      return ""
    }
    guard let value = attached ?? rest.popFirst(), !value.isEmpty, attached != nil || !value.hasPrefix("--")
    else {
      throw UsageError("--\(option.name) needs a value: --\(option.name) \(placeholder)")
    }
    return value
  }

  /// The data folder. One that is named must be there, unless the stage is the one that fills it: a slip of the keyboard
  /// would look like a migration that has not begun.
  package func dataFolder(mayBeNew: Bool = false) throws(UsageError) -> DataFolder {
    guard let root = string("data") else { return DataFolder("data") }
    guard mayBeNew || Disk.isFolder(root) else {
      throw UsageError(
        "--data: there is no folder \"\(root)\"; check the spelling, or make it first: mkdir \(root)")
    }
    return DataFolder(root)
  }

  package func has(_ name: String) -> Bool { values[name] != nil }
  package func strings(_ name: String) -> [String] { values[name] ?? [] }
  package func string(_ name: String) -> String? { values[name]?.first }

  /// A whole number from 1 up; nil when the option is not given.
  package func count(_ name: String) throws(UsageError) -> Int? {
    guard let text = string(name) else { return nil }
    guard let number = Int(text), number > 0 else {
      throw UsageError("--\(name) needs a whole number of at least 1, not \"\(text)\"")
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
      Self.nearest(to: word, in: known).map { "did you mean \($0)?" }
      ?? (known.isEmpty ? "\(syntax.name) accepts options only" : "it knows \(known.joined(separator: ", "))")
    description = "\(syntax.name) does not know \"\(word)\"; \(hint) (\(syntax.name) --help explains all)"
  }

  /// Dashes are not counted: two words are not alike because both are options.
  private static func nearest(to word: String, in known: [String]) -> String? {
    func bare(_ word: String) -> String { String(word.drop { $0 == "-" }) }
    let names = Dictionary(known.map { (bare($0), $0) }, uniquingKeysWith: { first, _ in first })
    return Spelling.nearest(to: bare(word), in: names.keys.sorted()).flatMap { names[$0] }
  }
}

extension CommandSyntax {
  fileprivate func requireTaken(_ names: [String], by word: String?) throws(UsageError) {
    for option in options where names.contains(option.name) && !option.isTaken(by: word) {
      let others = option.words.map { $0 == words.first?.name ? name : "\(name) \($0)" }
      let command = [name, word == words.first?.name ? nil : word].compactMap(\.self).joined(separator: " ")
      throw UsageError(
        "\(command) does not accept --\(option.name); it is for \(others.joined(separator: ", "))")
    }
  }
}
