/// Which files the target takes, by the endings of their names.
package struct FileExtensions: Sendable, Equatable {
  /// In lower case, without a dot; empty: all that are not disallowed.
  package let allowed: Set<String>
  package let disallowed: Set<String>

  package init(allowed: [String] = [], disallowed: [String] = []) {
    self.allowed = Set(allowed.map(Self.clean))
    self.disallowed = Set(disallowed.map(Self.clean))
  }

  init(reading reader: inout ConfigurationReader) {
    self.init(
      allowed: reader.strings("target.allowedExtensions"),
      disallowed: reader.strings("target.disallowedExtensions"))
  }

  package func refuses(_ name: String) -> Bool {
    let ending = Self.ending(of: name)
    return disallowed.contains(ending) || !allowed.isEmpty && !allowed.contains(ending)
  }

  /// "exe" of "C:\\Setup.EXE"; empty where there is none, as in ".profile" and "README.".
  package static func ending(of name: String) -> String {
    let last = name.lastIndex { $0 == "/" || $0 == "\\" }.map { name[name.index(after: $0)...] } ?? name[...]
    let visible = last.drop { $0 == "." }
    return visible.lastIndex(of: ".").map { visible[visible.index(after: $0)...].lowercased() } ?? ""
  }

  /// ".EXE" means "exe".
  private static func clean(_ ending: String) -> String {
    String(ending.filter { !$0.isWhitespace }.drop { $0 == "." }).lowercased()
  }
}
