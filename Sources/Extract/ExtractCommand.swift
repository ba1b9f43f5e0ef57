import MigrationKit

@main
struct ExtractCommand {
  static func main() async {
    await Stage.run(ExtractOptions.syntax) { arguments, console in
      shareHeaps()
      let options = try ExtractOptions(arguments)
      let interruption = Interruption.listen()
      let (client, source) = try await SourceRegistry.open(options, console: console)
      let extraction = Extraction(
        source: source, client: client, options: options, console: console, interruption: interruption)
      return try await Report.rewritten(in: options.data, console) {
        try await Watchdog(client, console).guarding {
          try await RunStatistics.telling(
            client, console, record: options.data.trouble(of: "extract"), if: options.wantsStatistics
          ) {
            try await options.limits.keeping(client, console) { try await extraction.run() }
          }
        }
      }
    }
  }
}
