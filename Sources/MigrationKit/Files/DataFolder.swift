/// Every path below the data folder; no other file knows one. `data/README.md` describes what is in them.
package struct DataFolder: Sendable {
  package let root: String

  package init(_ root: String) {
    self.root = root
  }

  package var extracted: Extracted { Extracted(root: root + "/extracted") }
  package var transformed: Transformed { Transformed(root: root + "/transformed") }
  package var loaded: Loaded { Loaded(root: root + "/loaded") }

  /// The bytes of all files that are attached.
  package var blobs: BlobStores { BlobStores([extracted.blobs, transformed.blobs]) }

  package var archive: Archive { Archive(root: root + "/archive") }

  /// Accounts of the target that wait to be locked.
  package var openAccounts: String { root + "/open-accounts.jsonl" }

  /// All of it to look at, rewritten by every stage.
  package var report: String { root + "/report.html" }

  package func lock(of stage: String) -> String { "\(root)/.\(stage).lock" }

  /// What a stage has found out about its server's limits.
  package func limits(of stage: String) -> String { "\(root)/limits-\(stage).json" }

  /// How a stage's server answered where not all went well.
  package func trouble(of stage: String) -> String { "\(root)/trouble-\(stage).json" }

  package struct Extracted: Sendable {
    package let root: String
    package var tickets: String { root + "/tickets.jsonl" }
    package var attachments: String { root + "/attachments.jsonl" }
    package var skipped: String { root + "/skipped.jsonl" }
    package var people: String { root + "/people.jsonl" }
    package var queues: String { root + "/queues.jsonl" }
    package var rejects: String { root + "/rejects.jsonl" }
    package var changed: String { root + "/changed.jsonl" }
    package var checkpoint: String { root + "/checkpoint.json" }
    package var manifest: String { root + "/manifest.json" }
    package var blobs: BlobStore { BlobStore(root: root + "/blobs") }
  }

  package struct Transformed: Sendable {
    package let root: String
    package var tickets: String { root + "/tickets.jsonl" }
    package var people: String { root + "/people.jsonl" }
    package var rejects: String { root + "/rejects.jsonl" }
    /// What the mapping lacks, as text to paste into it; only there where something is missing.
    package var gaps: String { root + "/gaps.json5" }
    package var ledger: String { root + "/ledger.jsonl" }
    /// What `transform --filter` has to know of the whole extraction.
    package var census: String { root + "/census.jsonl" }
    /// The folder in which each `transform --filter` leaves the account of its part.
    package var parts: String { root + "/parts" }
    package var manifest: String { root + "/manifest.json" }
    /// Files that stood in texts themselves.
    package var blobs: BlobStore { BlobStore(root: root + "/blobs") }
    /// Those of a run that has not ended.
    package var arrivingBlobs: BlobStore { BlobStore(root: root + "/blobs.partial") }
  }

  /// Files that the new system does not get.
  package struct Archive: Sendable {
    package let root: String
    package var files: String { root + "/files.jsonl" }
  }

  package struct Loaded: Sendable {
    package let root: String
    package var journal: String { root + "/journal.jsonl" }
    package var ids: String { root + "/ids.csv" }
    package var rejects: String { root + "/rejects.jsonl" }
    package var nginxRedirects: String { root + "/redirects.nginx" }
    package var apacheRedirects: String { root + "/redirects.apache" }
    package var verification: String { root + "/verification.jsonl" }
    package var verified: String { root + "/verified.json" }
    package var manifest: String { root + "/manifest.json" }
    package var plan: String { root + "/plan.json" }
    package var plannedTickets: String { root + "/plan.jsonl" }
    package var target: String { root + "/target.json" }
    /// Where files that are read back for comparison arrive; each is removed once it is compared.
    package var readBack: BlobStore { BlobStore(root: root) }
  }
}
