import MigrationKit

/// What all conversions of one run have in common.
struct ConversionTerms: Sendable {
  let mapping: Mapping
  let census: Census
  let target: TargetTraits
  /// Those of the old system; links that begin so may lead to its tickets.
  let addresses: [String]
  let wording: Wording

  init(mapping: Mapping, census: Census, target: TargetTraits, addresses: [String] = []) {
    self.mapping = mapping
    self.census = census
    self.target = target
    self.addresses = addresses
    wording = Wording(
      words: Words(mapping.configuration.words), context: TextContext(language: target.markup))
  }
}
