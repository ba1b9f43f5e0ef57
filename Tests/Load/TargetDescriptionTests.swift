import Foundation
import MigrationKit
import Testing

@testable import Load

@Suite struct TargetDescriptionTests {
  @Test func `what was learned of a server is read back whole`() async throws {
    let findings = try await RedmineFixtures.findings()
    let text = findings.inspection.description.json.indentedText
    let description = try TargetDescription(json: JSONDocument(text).root)
    #expect(description.json == findings.inspection.description.json)
    #expect(try RedmineCatalog(json: JSONDocument(description.catalog.bytes).root) == findings.catalog)
  }

  @Test func `the neutral part names what a mapping may lead to`() async throws {
    let description = try await RedmineFixtures.findings().inspection.description
    #expect(description.states.first == "New" && description.types == ["Bug", "Feature", "Support"])
    #expect(description.queues == ["support": "Support"])
    #expect(description.activities == ["Design", "Development"])
    #expect(description.roles == ["Manager", "Developer", "Reporter"])
    #expect(description.people.contains { $0.login == "anna" && $0.name == "Anna Åkesson" })
    #expect(description.markup == .markdown && description.largestFile == 64 << 20)
  }
}
