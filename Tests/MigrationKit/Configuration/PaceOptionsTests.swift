import Testing

@testable import MigrationKit

struct PaceOptionsTests {
  private func options(_ arguments: String...) throws -> PaceOptions {
    let syntax = CommandSyntax(
      "extract", summary: "", options: [PaceOptions.jobs, PaceOptions.budget, PaceOptions.finishBy], notes: ""
    )
    return try PaceOptions(Arguments(arguments, syntax))
  }

  @Test func `without a word the server is used as far as it goes`() throws {
    let options = try options()
    #expect((options.jobs, options.share) == (32, 1))
    #expect(options.deadline == nil)
  }

  @Test(arguments: [("60%", 0.6), ("100%", 1), ("1%", 0.01)])
  func `a budget is a share`(text: String, share: Double) throws {
    #expect(try options("--budget", text).share == share)
  }

  @Test(arguments: ["60", "0%", "101%", "0.6", "half", "%", "6 %"])
  func `what is no percentage is refused`(text: String) {
    #expect(throws: UsageError("--budget needs a percentage from 1% to 100%, not \"\(text)\"")) {
      try options("--budget", text)
    }
  }
}
