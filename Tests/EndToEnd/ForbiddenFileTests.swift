import MigrationKit
import Testing

@testable import Sandbox

extension EndToEndTests {
  @Suite(.serialized) struct ForbiddenFiles {
    @Test func `files with a forbidden extension are named with the settings, and archived they come`()
      async throws
    {
      try await Rehearsal.performLoading { rehearsal in
        rehearsal.redmine.deny(extensions: ["pdf"])
        expect(try await rehearsal.load(), exits: 3, saying: "loaded/rejects.jsonl")
        let rejects: [Reject] = try rehearsal.records("loaded/rejects.jsonl")
        let refused = rejects.filter { $0.rule.contains("/upload/") }
        #expect(!refused.isEmpty)
        #expect(
          refused.allSatisfy {
            $0.reason.contains("Disallowed extensions") && $0.reason.contains("forbiddenFiles")
          })
        let known = (old: "settle: 1", new: "settle: 1, disallowedExtensions: [\"pdf\"]")
        try rehearsal.configure(known)
        expect(try await rehearsal.load("plan"), exits: 2, saying: "run transform")
        expect(try await rehearsal.transform(), exits: 3, saying: "forbiddenFiles: \"archive\"")
        try rehearsal.configure(known, (old: "mapping: {", new: "mapping: { forbiddenFiles: \"archive\","))
        expect(try await rehearsal.transform(), exits: 0, saying: "saved instead of attached")
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        expect(try await rehearsal.load("verify"), exits: 0, saying: " 0 unexpected differences")
        #expect(
          try rehearsal.text("archive/files.jsonl").contains("the target does not allow the extension .pdf"))
      }
    }
  }
}
