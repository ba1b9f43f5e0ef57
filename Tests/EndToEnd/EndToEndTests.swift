import Sandbox
import Testing

/// The three programs as a user has them: processes, files, exit codes, and two servers that imitate the systems.
///
/// Each suite below is serialized: so there are never more programs at once than suites.
@Suite enum EndToEndTests {}

/// The one expectation nearly every run has: this exit code, or all that was printed.
func expect(
  _ result: ProgramResult, exits code: Int32, saying words: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(result.exitCode == code, "\(result)", sourceLocation: sourceLocation)
  for word in words {
    #expect(result.text.contains(word), "\(result)", sourceLocation: sourceLocation)
  }
  #expect(!result.text.contains("\u{1B}"), "an escape reached the terminal", sourceLocation: sourceLocation)
}

extension Rehearsal {
  /// Puts a picture of three bytes into the HTML of some tickets, as a `data:` address.
  static let pictureInText = (old: "<p>", new: "<p><img src='data:image/png;base64,YWJj' alt='in text'>")
}

/// Each ticket is in the target's own books once and complete.
func expectWhole(_ rehearsal: Rehearsal, sourceLocation: SourceLocation = #_sourceLocation) throws {
  let findings = try BooksComparison(rehearsal).findings()
  #expect(findings.isClean, "\(findings)", sourceLocation: sourceLocation)
}
