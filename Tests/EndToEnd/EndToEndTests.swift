import Testing

/// The three programs as a user has them: processes, files, exit codes, and two servers that imitate the systems.
///
/// One after the other, for each takes the whole machine.
@Suite(.serialized) enum EndToEndTests {}

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
