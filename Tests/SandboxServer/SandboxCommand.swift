import Foundation
import Sandbox

/// One imitated system that listens, and what its visitors have to know.
private struct Served {
  let server: WebServer
  let name: String
  let lines: [String]

  init(
    _ application: any WebApplication, _ system: Fault.System, port: Int, secret: String,
    options: SandboxOptions
  ) throws {
    let ill = FaultInjection(application)
    ill.arm(options.faults.filter { $0.system == system }, seed: options.seed)
    let limited = options.rateLimit.map { RateLimiting(ill, $0, options.rateHeaders) }
    server = try WebServer(application: limited ?? ill, port: port, latency: options.latency)
    name = system == .source ? "RT" : "REDMINE"
    lines = ["\(name)_URL=http://127.0.0.1:\(server.port)", secret]
  }

  /// What the server was asked until now.
  var account: String {
    let asked = server.statistics
    return
      "\(name): \(asked.requestCount) requests, \(asked.refusalCount) answered 429, at most \(asked.peak) at once"
  }
}

@main
struct SandboxCommand {
  static func main() {
    do {
      let options = try SandboxOptions(CommandLine.arguments.dropFirst())
      if options.wantsHelp {
        print(SandboxUsageError.help)
      } else {
        try run(options)
      }
    } catch {
      FileHandle.standardError.write(Data("sandbox: \(error)\n".utf8))
      exit(2)
    }
  }

  private static func run(_ options: SandboxOptions) throws {
    let stopping = StopSignals()
    let served = try [
      Served(
        RequestTrackerImitation(token: options.trackerToken, crowd: options.crowd), .source,
        port: options.trackerPort,
        secret: "RT_TOKEN=\(options.trackerToken)", options: options),
      Served(
        RedmineImitation(
          apiKey: options.redmineKey, links: .everywhere,
          maximumUploadByteCount: max(5 << 20, options.crowd?.bigFileByteCount ?? 0),
          textFormatting: options.textFormatting),
        .target, port: options.redminePort, secret: "REDMINE_KEY=\(options.redmineKey)", options: options),
    ]
    try announce(served.flatMap(\.lines), options.readyFile)
    stopping.wait()
    for one in served { one.server.stop() }
    print(served.map(\.account).joined(separator: "\n"))
  }

  /// Says where the servers are; the ready file appears with all its lines or not at all.
  private static func announce(_ lines: [String], _ readyFile: String?) throws {
    let text = lines.joined(separator: "\n") + "\n"
    FileHandle.standardOutput.write(Data(text.utf8))
    guard let readyFile else { return }
    try Data(text.utf8).write(to: URL(filePath: readyFile), options: .atomic)
  }
}
