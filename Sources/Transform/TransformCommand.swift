import MigrationKit

@main
struct TransformCommand {
  static func main() async {
    await Stage.run(TransformOptions.syntax) { arguments, console in
      let options = try TransformOptions(arguments)
      switch options.action {
      case .run:
        return try await Report.rewritten(in: options.data, console) {
          try await Transformation(options: options, console: console, interruption: .listen()).run()
        }
      case .census: return try await CensusWriting(options: options, console: console).run()
      case .filter: return try Filtering(options: options).run()
      case .merge:
        return try await Report.rewritten(in: options.data, console) {
          try Merging(options: options, console: console).run()
        }
      case .suggest: return try await Suggestion(options: options, console: console).run()
      }
    }
  }
}
