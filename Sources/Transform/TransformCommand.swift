import MigrationKit

@main
struct TransformCommand {
  static func main() async {
    await Stage.run(TransformOptions.syntax) { arguments, console in
      try await Transformation(
        options: TransformOptions(arguments), console: console, interruption: .listen()
      ).run()
    }
  }
}
