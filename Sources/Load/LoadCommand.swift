import MigrationKit

@main
struct LoadCommand {
  static func main() async {
    await Stage.run(LoadOptions.syntax) { arguments, console in
      let options = try LoadOptions(arguments)
      let interruption = Interruption.listen()
      let connection = try await TargetRegistry.connect(options, console: console)
      let watchdog = Watchdog(connection.client, console)
      switch options.action {
      case .check:
        return try TargetCheck(connection: connection, options: options, console: console).report()
      case .run:
        try TargetCheck(connection: connection, options: options, console: console).require()
        let loading = Loading(
          connection: connection, options: options, console: console, interruption: interruption)
        return try await Report.rewritten(in: options.data, console) {
          try await watchdog.guarding { try await loading.run() }
        }
      case .verify:
        let verification = Verification(
          connection: connection, options: options, console: console, interruption: interruption)
        return try await Report.rewritten(in: options.data, console) {
          try await watchdog.guarding { try await verification.run() }
        }
      }
    }
  }
}
