import MigrationKit

@main
struct LoadCommand {
  static func main() async {
    await Stage.run(LoadOptions.syntax) { arguments, console in
      let options = try LoadOptions(arguments)
      let interruption = Interruption.listen()
      let connection = try await TargetRegistry.connect(options, console: console)
      switch options.action {
      case .check:
        return try TargetCheck(connection: connection, options: options, console: console).report()
      case .run:
        try TargetCheck(connection: connection, options: options, console: console).require()
        return try await Loading(
          connection: connection, options: options, console: console, interruption: interruption
        ).run()
      case .verify:
        return try await Verification(
          connection: connection, options: options, console: console, interruption: interruption
        ).run()
      }
    }
  }
}
