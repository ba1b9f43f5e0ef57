import MigrationKit

@main
struct SandboxCommand {
  static func main() {}
}
