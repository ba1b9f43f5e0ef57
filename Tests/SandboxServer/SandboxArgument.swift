import Sandbox

/// One flag and the word behind it, read as what the flag wants.
struct SandboxArgument {
  let name: String
  let value: String

  var count: Int {
    get throws(SandboxUsageError) {
      guard let number = Int(value), number >= 0 else { throw wrong("a whole number") }
      return number
    }
  }

  var port: Int {
    get throws(SandboxUsageError) {
      guard let port = Int(value), (0...65_535).contains(port) else {
        throw wrong("a number from 0 to 65535")
      }
      return port
    }
  }

  var formatting: String {
    get throws(SandboxUsageError) {
      guard ["textile", "markdown", "common_mark", "none"].contains(value) else {
        throw wrong("textile, markdown, common_mark or none")
      }
      return value == "none" ? "" : value
    }
  }

  var faults: [Fault] {
    get throws(SandboxUsageError) {
      var faults: [Fault] = []
      for name in value.split(separator: ",") {
        guard let fault = Fault.named(name) else {
          throw SandboxUsageError(description: "there is no fault \(name); `sandbox --help` lists them")
        }
        faults.append(fault)
      }
      return faults
    }
  }

  /// "20ms", "1.5s".
  var duration: Duration {
    get throws(SandboxUsageError) {
      let unit = value.hasSuffix("ms") ? ("ms", 0.001) : ("s", 1)
      guard value.hasSuffix(unit.0), let number = Double(value.dropLast(unit.0.count)),
        (0...3600).contains(number)
      else { throw wrong("a time such as 20ms or 1.5s") }
      return .seconds(number * unit.1)
    }
  }

  /// "10/s", "600/m,burst=50". Without a word about it, as many may come at once as are allowed in the time named.
  var rateLimit: RateLimit {
    get throws(SandboxUsageError) {
      guard let parts = value.wholeMatch(of: /([0-9]{1,9})\/([smh])(?:,burst=([0-9]{1,9}))?/)?.output,
        let count = Int(parts.1), count > 0, let burst = parts.3.map({ Int($0) }) ?? count, burst > 0,
        let span = ["s": Duration.seconds(1), "m": .seconds(60), "h": .seconds(3600)][parts.2]
      else { throw wrong("a rate such as 10/s or 600/m,burst=50") }
      return RateLimit(interval: span / count, burst: burst)
    }
  }

  var rateHeaders: RateHeaders {
    get throws(SandboxUsageError) {
      guard let headers = RateHeaders(rawValue: value) else {
        throw wrong(RateHeaders.allCases.map(\.rawValue).joined(separator: ", "))
      }
      return headers
    }
  }

  private func wrong(_ wanted: String) -> SandboxUsageError {
    SandboxUsageError(description: "\(name) takes \(wanted), not \"\(value)\"")
  }
}
