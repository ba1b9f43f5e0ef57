import MigrationKit

@main
struct TransformCommand {
  static func main() {}
}
