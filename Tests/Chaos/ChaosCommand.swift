import Sandbox

/// `chaos`: whole migrations against faults, judged by the target's own books.
@main
struct ChaosCommand {
  static func main() async {
    print("no scenarios yet")
  }
}
