import Foundation
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
      case .filter:
        try requireInput("transform --filter < data/extracted/tickets.jsonl")
        return try Filtering(options: options).run()
      case .merge:
        try requireInput("cat PARTS | transform merge")
        return try await Report.rewritten(in: options.data, console) {
          try Merging(options: options, console: console).run()
        }
      case .suggest: return try await Suggestion(options: options, console: console).run()
      }
    }
  }

  /// Nobody types tickets: who forgot to give them would wait for ever.
  private static func requireInput(_ example: String) throws(UsageError) {
    guard isatty(STDIN_FILENO) == 1 else { return }
    throw UsageError("tickets are read from standard input, which is a terminal here: \(example)")
  }
}
