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
    #expect(!options.wantsHelp)
  }

  @Test(arguments: [["--state", "x"], ["--rt-port", "65536"], ["--ready"]])
  func `what is unknown, no port or incomplete is refused`(arguments: [String]) {
    #expect(throws: SandboxUsageError.self) { try SandboxOptions(arguments) }
  }
}
