/// What `chaos` is told on its command line.
struct ChaosOptions {
  var seed: UInt64?
  /// Empty: all, or with `isQuick` the short selection.
  var only: [String] = []
  var isQuick = false
  var wantsList = false
  var wantsHelp = false
  var markdown: String?
  /// Scenarios at once.
  var jobs = 2

  init(_ arguments: some Sequence<String>) throws {
    var rest = Array(arguments)[...]
    while let name = rest.popFirst() {
      switch name {
      case "--help", "-h": wantsHelp = true
      case "--list": wantsList = true
      case "--quick": isQuick = true
      default:
        guard let value = rest.popFirst() else { throw ChaosUsageError(description: "\(name) needs a value") }
        try take(name, value)
      }
    }
  }

  private mutating func take(_ name: String, _ value: String) throws {
    switch name {
    case "--seed": seed = try number(name, value)
    case "--jobs": jobs = max(1, Int(try number(name, value)))
    case "--only": only += value.split(separator: ",").map(String.init)
    case "--markdown": markdown = value
    default: throw ChaosUsageError(description: "\(name) is unknown; \(ChaosUsageError.usage)")
    }
  }

  private func number(_ name: String, _ value: String) throws -> UInt64 {
    guard let number = UInt64(value), number < 1 << 62 else {
      throw ChaosUsageError(description: "\(name) takes a whole number, not \"\(value)\"")
    }
    return number
  }
}

struct ChaosUsageError: Error, CustomStringConvertible {
  static let usage = """
    usage: chaos [--quick] [--only NAME[,NAME]…] [--seed N] [--jobs N] [--markdown FILE]
           chaos --list
    """
  let description: String
}
