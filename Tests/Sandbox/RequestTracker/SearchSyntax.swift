extension RequestTracker {
  /// A search as it was asked: conditions, and how they are joined.
  indirect enum Search: Sendable {
    case condition(SearchCondition)
    case all([Search])
    case any([Search])
  }

  struct SearchCondition: Sendable {
    let field: String
    /// In capitals: "=", "!=", "<", "<=", ">", ">=", "LIKE", "NOT LIKE", "IS", "IS NOT", "IN", …
    let operation: String
    /// One value, but for IN.
    let values: [String]
    /// The same as numbers, where all are.
    let numbers: Set<Int>?

    init(field: String, operation: String, values: [String]) {
      self.field = field
      self.operation = operation
      self.values = values
      let numbers = values.compactMap { Int($0) }
      self.numbers = numbers.count == values.count ? Set(numbers) : nil
    }
  }

  /// RT's sentence about a query it does not understand.
  struct SearchError: Error {
    let message: String
  }

  /// Reads TicketSQL and TransactionSQL.
  ///
  /// Measured: on one level of parentheses the *last* AND or OR joins all conditions of the level, so that
  /// `Queue='Sales' AND id=11 OR id=7` finds every ticket of Sales.
  struct SearchParser {
    private let query: String
    private let fields: Set<String>
    private var rest: Substring

    init(_ query: String, fields: Set<String>) {
      self.query = query
      self.fields = fields
      rest = query[...]
    }

    static func parse(_ query: String, fields: Set<String>) throws -> Search {
      var parser = SearchParser(query, fields: fields)
      let search = try parser.level(depth: 0)
      return search
    }
  }
}

extension RequestTracker.SearchParser {
  private mutating func level(depth: Int) throws -> RequestTracker.Search {
    var parts = [try part(depth: depth)]
    var isAny = false
    while let word = try aggregator(depth: depth) {
      isAny = word == "OR"
      parts.append(try part(depth: depth))
    }
    return isAny ? .any(parts) : .all(parts)
  }

  private mutating func part(depth: Int) throws -> RequestTracker.Search {
    skipSpace()
    guard rest.first == "(" else { return .condition(try condition()) }
    rest.removeFirst()
    return try level(depth: depth + 1)
  }

  /// Nil at the end of the level, whose closing parenthesis it takes.
  private mutating func aggregator(depth: Int) throws -> String? {
    skipSpace()
    if rest.first == ")", depth > 0 {
      rest.removeFirst()
      return nil
    }
    if rest.isEmpty, depth == 0 { return nil }
    guard !rest.isEmpty else { throw incomplete("\(depth) unclosed paren") }
    let before = rest
    let word = takeWord().uppercased()
    guard word == "AND" || word == "OR" else { throw wrong(expected: "AGGREGATOR", at: before) }
    skipSpace()
    guard !rest.isEmpty else { throw incomplete("last element (AGGREGATOR) is not close paren or value") }
    return word
  }

  private mutating func condition() throws -> RequestTracker.SearchCondition {
    let name = try takeValue(expected: "KEYWORD or OPEN_PAREN")
    skipSpace()
    guard !rest.isEmpty else { throw incomplete("last element (KEYWORD) is not close paren or value") }
    let field = name.split(separator: ".").first.map(String.init) ?? name
    let operation = try takeOperator()
    skipSpace()
    guard !rest.isEmpty else { throw incomplete("last element (OPERATOR) is not close paren or value") }
    let value = try takeValue(expected: "VALUE")
    guard fields.contains(field) else { throw RequestTracker.SearchError(message: "Unknown field: \(field)") }
    return RequestTracker.SearchCondition(field: field, operation: operation, values: [value])
  }

  private mutating func takeOperator() throws -> String {
    let words = [
      "IS NOT", "IS", "NOT LIKE", "LIKE", "NOT STARTSWITH", "STARTSWITH", "NOT ENDSWITH", "ENDSWITH",
    ]
    for sign in ["!=", "<=", ">=", "=", "<", ">"] + words where rest.uppercased().hasPrefix(sign) {
      rest = rest.dropFirst(sign.count)
      return sign
    }
    throw wrong(expected: "OPERATOR", at: rest)
  }

  private mutating func takeValue(expected: String) throws -> String {
    guard let quote = rest.first, quote == "'" || quote == "\"" else {
      let word = takeWord()
      guard !word.isEmpty else { throw wrong(expected: expected, at: rest) }
      return word
    }
    var value = ""
    rest.removeFirst()
    while let character = rest.popFirst() {
      if character == quote { return value }
      value.append(character == "\\" ? rest.popFirst() ?? "\\" : character)
    }
    throw incomplete("a quote is not closed")
  }

  private mutating func takeWord() -> String {
    let word = rest.prefix { $0.isLetter || $0.isNumber || "_.-{}:@".contains($0) }
    rest = rest[word.endIndex...]
    return String(word)
  }

  private mutating func skipSpace() { rest = rest.drop(while: \.isWhitespace) }

  private func incomplete(_ reason: String) -> RequestTracker.SearchError {
    RequestTracker.SearchError(message: "Incomplete query, \(reason) in '\(query)'")
  }

  private func wrong(expected: String, at place: Substring) -> RequestTracker.SearchError {
    let before = query[..<place.startIndex]
    let word = place.prefix { !$0.isWhitespace && $0 != "(" }
    let behind = place[word.endIndex...]
    return RequestTracker.SearchError(
      message: "Wrong query, expecting a \(expected) in '\(before)>\(word)<--here\(behind)'")
  }
}
