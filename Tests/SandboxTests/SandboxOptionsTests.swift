import Testing

@testable import SandboxServer

@Suite struct SandboxOptionsTests {
  @Test(arguments: [["--help"], ["-h"], ["--rt-port", "80", "--help"]])
  func `whoever asks for help gets it`(arguments: [String]) throws {
    #expect(try SandboxOptions(arguments).wantsHelp)
  }

  @Test func `ports and secrets are taken`() throws {
    let options = try SandboxOptions(["--rt-port", "8081", "--redmine-key", "k"])
    #expect(options.trackerPort == 8081)
    #expect(options.redmineKey == "k")
    #expect(options.faults.isEmpty)
    #expect(!options.wantsHelp)
  }

  @Test func `faults are taken by name`() throws {
    let options = try SandboxOptions(["--fault", "search-lags,source-503", "--seed", "7"])
    #expect(options.faults.map(\.name) == ["search-lags", "source-503"])
    #expect(options.seed == 7)
    #expect(SandboxUsageError.help.contains("source-503"))
  }

  @Test func `latency, limit and tickets are taken`() throws {
    let options = try SandboxOptions([
      "--latency", "20ms", "--rate-limit", "600/m,burst=50", "--rate-headers", "ratelimit", "--tickets", "9",
      "--articles", "4",
    ])
    #expect(options.latency == .milliseconds(20))
    #expect(options.rateLimit?.interval == .milliseconds(100))
    #expect(options.rateLimit?.burst == 50)
    #expect(options.rateHeaders == .rateLimit)
    #expect(options.crowd?.count == 9)
    #expect(options.crowd?.articles == 4)
    #expect(try SandboxOptions(["--rate-limit", "10/s"]).rateLimit?.burst == 10)
  }

  @Test(arguments: [
    ["--latency", "20"], ["--latency", "-1s"], ["--rate-limit", "0/s"], ["--rate-limit", "10"],
    ["--rate-headers", "x"], ["--tickets", "many"], ["--big-file", "-1"],
    ["--state", "x"], ["--rt-port", "65536"], ["--ready"], ["--fault", "flood"],
    ["--seed", "x"], ["--text-formatting", "html"],
  ])
  func `what is unknown, no port or incomplete is refused`(arguments: [String]) {
    #expect(throws: SandboxUsageError.self) { try SandboxOptions(arguments) }
  }
}
