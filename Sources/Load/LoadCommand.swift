import MigrationKit

@main
struct LoadCommand {
  static func main() async {
    await Stage.run(LoadOptions.syntax) { arguments, console in
      let options = try LoadOptions(arguments)
      let interruption = Interruption.listen()
      switch options.action {
      case .plan:
        let planning = Planning(options: options, console: console, interruption: interruption)
        return try await Report.rewritten(in: options.data, console) { try planning.run() }
      case .check:
        let connection = try await TargetRegistry.connect(options, console: console)
        return try TargetCheck(connection: connection, options: options, console: console).report()
      case .run:
        try options.requireSameSettings()
        let connection = try await TargetRegistry.connect(options, console: console)
        let check = TargetCheck(connection: connection, options: options, console: console)
        try check.require()
        try check.notePlan()
        let loading = Loading(
          connection: connection, options: options, console: console, interruption: interruption)
        return try await rewritingReport(connection, options, console, loading.run)
      case .verify:
        if let staleness = try options.staleness() {
          console.note("\(staleness); this compares the target with the earlier result")
        }
        let connection = try await TargetRegistry.connect(options, console: console)
        let verification = Verification(
          connection: connection, options: options, console: console, interruption: interruption)
        return try await rewritingReport(connection, options, console, verification.run)
      }
    }
  }

  private static func rewritingReport(
    _ connection: TargetConnection, _ options: LoadOptions, _ console: Console,
    _ work: @Sendable () async throws -> ExitCode
  ) async throws -> ExitCode {
    let watchdog = Watchdog(connection.client, console)
    return try await Report.rewritten(in: options.data, console) {
      try await watchdog.guarding {
        try await RunStatistics.telling(
          connection.client, console, record: options.data.trouble(of: "load"), if: options.wantsStatistics
        ) {
          try await options.limits.keeping(connection.client, console, work)
        }
      }
    }
  }
}
