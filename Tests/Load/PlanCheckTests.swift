import MigrationKit
import Testing

@testable import Load

@Suite(.temporaryFolder) struct PlanCheckTests {
  private let folder = TemporaryFolder.current

  private func check(plan: (target: String, tickets: String)?) throws -> PlanCheck {
    try folder.write("{}\n", to: "data/transformed/tickets.jsonl")
    if let plan {
      let manifest: JSONValue = ["target": .string(plan.target), "tickets": .string(plan.tickets)]
      try folder.write(manifest.text, to: "data/loaded/plan.json")
    }
    let words = try folder.words(["check"], data: "data")
    return PlanCheck(options: try LoadOptions(Arguments(words, LoadOptions.syntax)), fingerprint: "a")
  }

  private var current: String { SHA256.hex(of: Array("{}\n".utf8)) }

  @Test func `a plan of this load, or none, is silent`() throws {
    for plan in [nil, ("a", current)] {
      let check = try check(plan: plan)
      try check.require()
      #expect(try check.note() == nil)
    }
  }

  @Test func `a plan of another target is refused`() throws {
    let error = try #require(throws: StageError.self) { try check(plan: ("b", current)).require() }
    #expect(error.exitCode == .usage && error.description.contains("load plan again"))
  }

  @Test func `a plan of other tickets is only told of`() throws {
    let check = try check(plan: ("a", "old"))
    try check.require()
    #expect(try check.note()?.contains("the plan is older than") == true)
  }
}
