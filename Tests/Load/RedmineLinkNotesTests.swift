import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineLinkNotesTests {
  private static let project =
    #"{"id":9,"identifier":"sales","name":"Sales","parent":{"id":1,"name":"Support"}}"#

  /// What `load check` says of links, in a migration into two projects.
  private static func notes(
    relates: Bool?, subtasks: SubtaskReach?, links: LinkSummary?, queues: [String: Int] = ["a": 1, "b": 1]
  ) async throws -> [String] {
    var needs = TargetNeeds(vocabulary: Vocabulary(queues: queues), marker: "RT ticket")
    needs.links = links
    (needs.chosenLinks.relatesQueues, needs.chosenLinks.subtaskReach) = (relates, subtasks)
    return RedmineLinkNotes(catalog: try await RedmineFixtures.findings().catalog, needs: needs).sentences
  }

  private static func summary(
    relates: Bool?, subtasks: SubtaskReach?, lost: [LinkLoss: Int] = [:]
  ) -> LinkSummary {
    var summary = LinkSummary()
    (summary.crossingRelations, summary.crossingSubtasks) = (5, 3)
    (summary.rules.relatesQueues, summary.rules.subtaskReach) = (relates, subtasks)
    summary.lost = lost
    return summary
  }

  @Test func `how many links cross projects is said with the settings' names`() async throws {
    let lost: [LinkLoss: Int] = [.relationBetweenQueues: 5, .subtaskBetweenQueues: 2]
    let notes = try await Self.notes(
      relates: false, subtasks: .tree, links: Self.summary(relates: false, subtasks: .tree, lost: lost))
    #expect(
      notes == [
        """
        5 of 5 relations between projects are lines of text, because the setting "Allow cross-project issue relations" \
        is off; to keep them, change it in Administration, Settings, Issue tracking, then run load check and transform \
        again
        """,
        """
        2 of 3 subtasks between projects are lines of text, because the setting "Allow cross-project subtasks" is "With \
        project tree"; to keep them, change it in Administration, Settings, Issue tracking, then run load check and \
        transform again
        """,
      ])
  }

  @Test func `what no page shows can be said in the configuration`() async throws {
    let lost: [LinkLoss: Int] = [.relationBetweenQueues: 5]
    let notes = try await Self.notes(
      relates: nil, subtasks: nil, links: Self.summary(relates: nil, subtasks: nil, lost: lost))
    #expect(notes.count == 1 && notes[0].contains("set target.crossProjectRelations: true"))
  }

  @Test func `where all links are kept, or none crosses, nothing is said`() async throws {
    let kept = Self.summary(relates: true, subtasks: .system)
    #expect(try await Self.notes(relates: true, subtasks: .system, links: kept) == [])
    #expect(try await Self.notes(relates: false, subtasks: .sameQueue, links: LinkSummary()) == [])
    #expect(try await Self.notes(relates: false, subtasks: nil, links: nil, queues: ["a": 1]) == [])
  }

  @Test func `before transform has counted, both settings are named`() async throws {
    let notes = try await Self.notes(relates: false, subtasks: nil, links: nil)
    #expect(notes.count == 2)
    #expect(notes[0].contains("\"Allow cross-project issue relations\"") && notes[0].contains("it is off"))
    #expect(notes[1].contains("\"Allow cross-project subtasks\"") && notes[1].contains("target.crossProject"))
  }

  @Test(
    arguments: [(nil, nil, 0), (false, .sameQueue, 0), (true, .sameQueue, 1), (false, .tree, 1)]
      as [(Bool?, SubtaskReach?, Int)])
  func `settings that were changed since are noticed`(relates: Bool?, subtasks: SubtaskReach?, count: Int)
    async throws
  {
    let notes = try await Self.notes(
      relates: relates, subtasks: subtasks, links: Self.summary(relates: nil, subtasks: nil))
    #expect(notes.count { $0.contains("run transform again") } == count)
  }

  @Test func `the survey learns the tree of projects and what is closed`() async throws {
    let support = #"{"id":1,"identifier":"support","name":"Support"}"#
    let body = #"{"projects":[\#(support),\#(Self.project)],"total_count":2}"#
    let findings = try await RedmineFixtures.findings(
      RedmineFixtures.vocabulary, ["/projects.json": HTTPResponse(status: 200, body: Array(body.utf8))])
    let rules = findings.inspection.description.links
    #expect(rules.parentQueues == ["sales": "support"])
    #expect(rules.closedStates == ["Closed", "Rejected"])
    let kept = try TargetDescription(json: JSONDocument(findings.inspection.description.json.text).root)
    #expect(kept.links == rules)
    #expect(try RedmineCatalog(json: JSONDocument(findings.catalog.json.text).root) == findings.catalog)
  }
}
