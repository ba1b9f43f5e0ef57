import MigrationKit

/// All that decides, beside the tickets themselves, how they are converted.
struct PartTerms {
  private let configuration: Configuration
  private let census: CensusHeader
  private let target: TargetTraits

  init(_ configuration: Configuration, _ census: CensusHeader, _ target: TargetTraits) {
    self.configuration = configuration
    self.census = census
    self.target = target
  }

  var fingerprint: String {
    let terms: JSONValue = .members([
      "census": census.json, "configuration": .string(configuration.fingerprint),
      "markup": .string(target.markup.rawValue), "largestFile": target.largestFile.map { .int($0) },
      "keepsTime": .bool(target.keepsTime), "hidesFiles": .bool(target.hidesFiles),
      "archive": target.archive.map { .string($0) },
      "allowed": .strings(target.extensions.allowed.sorted()),
      "disallowed": .strings(target.extensions.disallowed.sorted()),
      "links": target.links.json,
    ])
    return SHA256.hex(of: terms.bytes)
  }
}
