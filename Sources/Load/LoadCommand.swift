import MigrationKit

@main
struct LoadCommand {
  static func main() {}
}
