/// What the manifests say of the stages, and the numbers that must agree.
struct StageFacts: Sendable {
  /// What the stages have left, as far as they have come.
  struct Manifests: Sendable {
    /// Nil while no extraction is complete.
    let extracted: JSONNode?
    /// How far an extraction that is not complete has come.
    let checkpoint: JSONNode?
    let transformed: JSONNode?
    let plan: JSONNode?
    let loaded: JSONNode?
    let verified: JSONNode?

    init(_ data: DataFolder) throws(FileError) {
      extracted = try ReportLines.manifest(data.extracted.manifest)
      checkpoint = try ReportLines.manifest(data.extracted.checkpoint)
      transformed = try ReportLines.manifest(data.transformed.manifest)
      plan = try ReportLines.manifest(data.loaded.plan)
      loaded = try ReportLines.manifest(data.loaded.manifest)
      verified = try ReportLines.manifest(data.loaded.verified)
    }
  }

  /// Two numbers that must be equal.
  struct Check: Sendable {
    let sentence: String
    let left: Int
    let right: Int
    /// What to do when they are not.
    let advice: String

    var agrees: Bool { left == right }
  }

  let manifests: Manifests
  private(set) var checks: [Check] = []

  init(_ manifests: Manifests, lines: LineCounts) {
    self.manifests = manifests
    checkExtraction(lines)
    checkTransformation(lines)
    checkLoad(lines)
    checkVerification()
  }

  struct LineCounts: Sendable {
    let extracted: Int
    let transformed: Int
    let identities: Int
  }

  private mutating func checkExtraction(_ lines: LineCounts) {
    guard let manifest = manifests.extracted else { return }
    let tickets = manifest.count("counts", "tickets") ?? 0
    let parts = ["tickets", "skipped", "failed"].map { manifest.count("counts", $0) ?? 0 }
    check(
      "found in the old system = extracted + skipped + failed", manifest.count("counts", "found") ?? 0,
      parts.reduce(0, +), "extract again")
    check(
      "extracted tickets = lines of extracted/tickets.jsonl", tickets, lines.extracted,
      "the file was edited or belongs to another run: run extract again")
  }

  private mutating func checkTransformation(_ lines: LineCounts) {
    guard let manifest = manifests.transformed else { return }
    let (taken, written) = (manifest.count("counts", "in") ?? 0, manifest.count("counts", "out") ?? 0)
    if let extracted = manifests.extracted {
      check(
        "extracted tickets = tickets read by transform", extracted.count("counts", "tickets") ?? 0, taken,
        "the extraction has changed since: run transform again")
    }
    check(
      "tickets read by transform = transformed + rejected", taken,
      written + (manifest.count("counts", "rejected") ?? 0), "transform again")
    check(
      "transformed tickets = lines of transformed/tickets.jsonl", written, lines.transformed,
      "the file was edited or belongs to another run: run transform again")
  }

  private mutating func checkLoad(_ lines: LineCounts) {
    guard let manifest = manifests.loaded else { return }
    let complete = manifest.count("counts", "complete") ?? 0
    if let transformed = manifests.transformed {
      check(
        "transformed tickets = complete in the new system", transformed.count("counts", "out") ?? 0, complete,
        "run load again: it sends what is missing")
    }
    check(
      "complete in the new system = lines of loaded/ids.csv", complete, lines.identities,
      "some tickets in the list are not complete, or the list belongs to another run: run load again")
  }

  private mutating func checkVerification() {
    guard let manifest = manifests.verified else { return }
    if let transformed = manifests.transformed {
      check(
        "transformed tickets = read back by load verify", transformed.count("counts", "out") ?? 0,
        manifest.count("counts", "tickets") ?? 0, "run load verify without --limit")
    }
    check(
      "unexpected differences = none", manifest.count("counts", "unexpected") ?? 0, 0,
      "see them below; fix the mapping or the ticket, then run load and load verify")
  }

  private mutating func check(_ sentence: String, _ left: Int, _ right: Int, _ advice: String) {
    checks.append(Check(sentence: sentence, left: left, right: right, advice: advice))
  }
}
