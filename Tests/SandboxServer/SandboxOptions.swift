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
  /// How long after a request its answer leaves.
  var latency = Duration.zero
  /// For each of the two servers.
  var rateLimit: RateLimit?
  var rateHeaders = RateHeaders.retryAfter
  /// Tickets to invent instead of the seed's.
  var crowd: TicketCrowd?
  var wantsHelp = false

  init(_ arguments: some Sequence<String>) throws(SandboxUsageError) {
    var rest = Array(arguments)[...]
    var shape = TicketCrowd(count: 0)
    while let name = rest.popFirst() {
      if ["--help", "-h"].contains(name) {
        wantsHelp = true
        return
      }
      guard let value = rest.popFirst() else { throw SandboxUsageError(description: "\(name) needs a value") }
      let argument = SandboxArgument(name: name, value: value)
      if try !take(argument), try !shape.take(argument) {
        throw SandboxUsageError(description: "\(name) is unknown; \(SandboxUsageError.usage)")
      }
    }
    if shape.count > 0 { crowd = shape }
  }

  /// False for a name that is none of these.
  private mutating func take(_ argument: SandboxArgument) throws(SandboxUsageError) -> Bool {
    switch argument.name {
    case "--rt-port": trackerPort = try argument.port
    case "--redmine-port": redminePort = try argument.port
    case "--rt-token": trackerToken = argument.value
    case "--redmine-key": redmineKey = argument.value
    case "--text-formatting": textFormatting = try argument.formatting
    case "--ready": readyFile = argument.value
    case "--fault": faults = try argument.faults
    case "--seed": seed = UInt64(try argument.count)
    case "--latency": latency = try argument.duration
    case "--rate-limit": rateLimit = try argument.rateLimit
    case "--rate-headers": rateHeaders = try argument.rateHeaders
    default: return false
    }
    return true
  }
}

extension TicketCrowd {
  fileprivate mutating func take(_ argument: SandboxArgument) throws(SandboxUsageError) -> Bool {
    switch argument.name {
    case "--tickets": count = try argument.count
    case "--articles": articles = try argument.count
    case "--files": files = try argument.count
    case "--file-bytes": fileByteCount = try argument.count
    case "--big-file": bigFileByteCount = try argument.count
    case "--deleted": deletedCount = try argument.count
    case "--accounts": accountCount = try argument.count
    case "--big-ticket": bigTicketArticles = try argument.count
    default: return false
    }
    return true
  }
}
