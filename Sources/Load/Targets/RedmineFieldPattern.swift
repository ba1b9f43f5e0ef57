/// A field's regular expression, judged only where Ruby and Swift surely read it alike; the server judges the rest.
struct RedmineFieldPattern {
  private let text: String

  init(_ text: String) {
    self.text = text
  }

  /// Long texts are left to the server: some patterns take very long over them.
  func refuses(_ value: String) -> Bool {
    guard !text.isEmpty, value.utf8.count <= 200, !value.contains(where: \.isNewline), isPlain else {
      return false
    }
    do {
      let regex = try Regex(text).asciiOnlyCharacterClasses().matchingSemantics(.unicodeScalar)
      return try regex.firstMatch(in: value) == nil
    } catch {
      // What Swift cannot read may be right in Ruby.
      return false
    }
  }

  /// No special groups, no repeated ones, no classes in classes, only the escapes that mean the same.
  private var isPlain: Bool {
    var rest = ""
    var isEscaped = false
    for scalar in text.unicodeScalars {
      guard (0x20..<0x7F).contains(scalar.value) else { return false }
      if isEscaped, scalar.properties.isAlphabetic || scalar.properties.numericType != nil,
        !"dwsAz".unicodeScalars.contains(scalar)
      {
        return false
      }
      if !isEscaped, scalar != "\\" { rest.unicodeScalars.append(scalar) }
      isEscaped = !isEscaped && scalar == "\\"
    }
    return !Self.strange.contains(where: rest.contains)
      && rest.split(separator: "[", omittingEmptySubsequences: false).dropFirst().allSatisfy {
        $0.contains("]")
      }
  }

  private static let strange = ["(?", ")*", ")+", "){", "&&", "--", "~~", "{,", "}+", "**", "*+", "++", "?+"]
}
