/// How hard a stage may press its server and until when: the same options for `extract` and `load`.
package struct PaceOptions: Sendable {
  package static let jobs = CommandSyntax.Option(
    "jobs", value: "N", "at most N parallel requests (32); fewer where more would not be faster")
  package static let budget = CommandSyntax.Option(
    "budget", value: "60%", "use at most this share of the server's capacity or quota (100%)")
  package static let finishBy = CommandSyntax.Option(
    "finish-by", value: "05:00", "warn when the run is going to miss this time")

  /// Requests at once at most, of all kinds together.
  package let jobs: Int
  /// Of what the server can do, above 0 and up to 1.
  package let share: Double
  package let deadline: Deadline?

  private static let defaultJobs = 32

  package init(_ arguments: Arguments) throws {
    jobs = try arguments.count("jobs") ?? Self.defaultJobs
    share = try arguments.string("budget").map(Self.share) ?? 1
    deadline = try arguments.string("finish-by").map { try Deadline($0) }
  }

  private static func share(_ text: String) throws(UsageError) -> Double {
    guard text.hasSuffix("%"), let percent = Int(text.dropLast()), (1...100).contains(percent) else {
      throw UsageError("--budget needs a percentage from 1% to 100%, not \"\(text)\"")
    }
    return Double(percent) / 100
  }
}
