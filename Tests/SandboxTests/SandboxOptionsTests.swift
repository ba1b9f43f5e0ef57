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

  @Test(arguments: [
    ["--state", "x"], ["--rt-port", "65536"], ["--ready"], ["--fault", "flood"],
    ["--seed", "x"], ["--text-formatting", "html"],
  ])
  func `what is unknown, no port or incomplete is refused`(arguments: [String]) {
    #expect(throws: SandboxUsageError.self) { try SandboxOptions(arguments) }
  }
}
