import MigrationKit

/// What all conversions of one run have in common.
struct ConversionTerms: Sendable {
  let mapping: Mapping
  let census: Census
  let target: TargetTraits
  let wording: Wording

  init(
    mapping: Mapping, census: Census, target: TargetTraits, references: (any TicketReferences)? = nil
  ) {
    self.mapping = mapping
    self.census = census
    self.target = target
    wording = Wording(
      words: Words(mapping.configuration.words),
      context: TextContext(language: target.markup, references: references))
  }
}
