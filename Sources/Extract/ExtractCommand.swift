import MigrationKit

@main
struct ExtractCommand {
  static func main() {}
}
