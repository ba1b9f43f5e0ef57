extension RequestTracker {
  /// One field of a message's head: `Content-Type: text/plain; charset="utf-8"`.
  struct MailField {
    let name: String
    /// With its parameters, and folded as it is stored.
    let body: String

    /// Every line that begins with a letter, a digit or "_" begins a field, as in RT.
    static func fields(of head: String) -> [MailField] {
      var lines: [String] = []
      for line in head.split(separator: "\n", omittingEmptySubsequences: false) {
        let isNew = line.first.map { $0.isLetter || $0.isNumber || $0 == "_" } ?? false
        if isNew || lines.isEmpty {
          lines.append(String(line))
        } else {
          lines[lines.count - 1] += "\n\(line)"
        }
      }
      return lines.compactMap(MailField.init)
    }

    private init?(_ line: String) {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      name = String(line[..<colon])
      body = String(line[line.index(after: colon)...].drop(while: \.isWhitespace))
    }

    /// The body without its parameters.
    var value: String { String(body.prefix { $0 != ";" }) }

    /// Names in small letters; quoted values as they stand between their quotes.
    var parameters: [String: String] {
      var parameters: [String: String] = [:]
      var rest = body.drop { $0 != ";" }
      while rest.popFirst() == ";" {
        let name = rest.prefix { $0 != "=" && $0 != ";" }
        rest = rest[name.endIndex...]
        guard rest.popFirst() == "=" else { break }
        let value = takeValue(&rest)
        let key = name.drop(while: \.isWhitespace).lowercased()
        if parameters[key] == nil { parameters[key] = value }
        rest = rest.drop { $0 != ";" }
      }
      return parameters
    }

    private func takeValue(_ rest: inout Substring) -> String {
      guard rest.first == "\"" else {
        let value = rest.prefix { $0 != ";" && !$0.isWhitespace }
        rest = rest[value.endIndex...]
        return String(value)
      }
      rest.removeFirst()
      var value = ""
      while let character = rest.popFirst(), character != "\"" {
        value.append(character)
        if character == "\\", let escaped = rest.popFirst() { value.append(escaped) }
      }
      return value
    }
  }
}

extension [RequestTracker.MailField] {
  subscript(name: String) -> RequestTracker.MailField? {
    first { $0.name.lowercased() == name.lowercased() }
  }
}
