import Sandbox

/// What `sandbox` is told on its command line.
struct SandboxOptions {
  var trackerPort = 0
  var redminePort = 0
  var trackerToken = "1-14-5a11db0c5a11db0c5a11db0c5a11db0c"
  var redmineKey = "5a11db0c5a11db0c5a11db0c5a11db0c5a11db0c"
  /// Redmine's setting of that name.
  var textFormatting = "textile"
  /// Written when the servers listen.
  var readyFile: String?
  /// What the servers do to their visitors.
  var faults: [Fault] = []
  var seed: UInt64 = 1
  var wantsHelp = false

  init(_ arguments: some Sequence<String>) throws {
    var rest = Array(arguments)[...]
    while let name = rest.popFirst() {
      if ["--help", "-h"].contains(name) {
        wantsHelp = true
        return
      }
      guard let value = rest.popFirst() else { throw SandboxUsageError(description: "\(name) needs a value") }
      try take(name, value)
    }
  }

  private mutating func take(_ name: String, _ value: String) throws {
    switch name {
    case "--rt-port": trackerPort = try port(name, value)
    case "--redmine-port": redminePort = try port(name, value)
    case "--rt-token": trackerToken = value
    case "--redmine-key": redmineKey = value
    case "--text-formatting": textFormatting = try formatting(value)
    case "--ready": readyFile = value
    case "--fault": faults = try value.split(separator: ",").map(fault)
    case "--seed": seed = try number(value)
    default: throw SandboxUsageError(description: "\(name) is unknown; \(SandboxUsageError.usage)")
    }
  }

  private func fault(_ name: Substring) throws -> Fault {
    guard let fault = Fault.named(name) else {
      throw SandboxUsageError(description: "there is no fault \(name); `sandbox --help` lists them")
    }
    return fault
  }

  private func formatting(_ value: String) throws -> String {
    guard ["textile", "markdown", "common_mark", "none"].contains(value) else {
      throw SandboxUsageError(
        description: "--text-formatting takes textile, markdown, common_mark or none, not \"\(value)\"")
    }
    return value == "none" ? "" : value
  }

  private func number(_ value: String) throws -> UInt64 {
    guard let number = UInt64(value) else {
      throw SandboxUsageError(description: "--seed takes a whole number, not \"\(value)\"")
    }
    return number
  }

  private func port(_ name: String, _ value: String) throws -> Int {
    guard let port = Int(value), (0...65_535).contains(port) else {
      throw SandboxUsageError(description: "\(name) takes a number from 0 to 65535, not \"\(value)\"")
    }
    return port
  }
}

struct SandboxUsageError: Error, CustomStringConvertible {
  static let usage = """
    usage: sandbox [--rt-port N] [--redmine-port N] [--rt-token T] [--redmine-key K] [--ready FILE]
                   [--text-formatting textile|markdown|common_mark|none] [--fault NAME[,NAME]…] [--seed N]
    """

  /// The usage, and what each fault does.
  static var help: String {
    let width = (Fault.all.map(\.name.count).max() ?? 0) + 2
    let rows = Fault.all.map { fault in
      "  \(fault.name)\(String(repeating: " ", count: width - fault.name.count))\(fault.summary)"
    }
    return """
      \(usage)

      Faults, for rehearsing a bad day; the same seed chooses the same requests:
      \(rows.joined(separator: "\n"))
      """
  }

  let description: String
}
