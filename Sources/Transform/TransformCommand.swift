import MigrationKit

@main
struct TransformCommand {
  static func main() async {
    await Stage.run(TransformOptions.syntax) { arguments, console in
      let options = try TransformOptions(arguments)
      return try await Report.rewritten(in: options.data, console) {
        try await Transformation(options: options, console: console, interruption: .listen()).run()
      }
    }
  }
}
