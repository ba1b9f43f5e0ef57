import Sandbox

/// The two keys of `migration.json5` by which a scenario makes waiting short.
struct ServerKeys: Sendable {
  /// Seconds without a byte after which an answer is given up.
  var timeout = 2
  /// Seconds for which a request whose answer was lost may still take effect, or stay unseen by the search.
  var settle = 1

  /// Writes the configuration with these keys.
  func configure(_ trial: Trial) throws {
    try trial.rehearsal.configure(
      (old: "token: \"env:RT_TOKEN\"", new: "token: \"env:RT_TOKEN\", timeout: \(timeout)"),
      (old: "settle: 1", new: "timeout: \(timeout), settle: \(settle)"))
  }
}
