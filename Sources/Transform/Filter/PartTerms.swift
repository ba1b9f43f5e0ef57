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
    let source = configuration.source
    let terms: JSONValue = .members([
      "census": census.json, "mapping": .string(configuration.mapping.fingerprint),
      "addresses": .strings([source.server.url] + source.otherURLs),
      "markup": .string(target.markup.rawValue), "largestFile": target.largestFile.map { .int($0) },
      "keepsTime": .bool(target.keepsTime), "hidesFiles": .bool(target.hidesFiles),
      "archive": target.archive.map { .string($0) },
    ])
    return SHA256.hex(of: terms.bytes)
  }
}
