import Foundation
import MigrationKit

/// What all conversions of one run have in common.
///
/// A class, because each ticket's conversion holds it: a struct's some forty references would be counted one by one.
final class ConversionTerms: Sendable {
  let mapping: Mapping
  let census: Census
  let target: TargetTraits
  let wording: Wording
  let links: LinkDecisions
  /// Where the old system's people live: their days and clocks. Nil: UTC.
  let zone: TimeZone?

  init(
    mapping: Mapping, census: Census, target: TargetTraits, references: (any TicketReferences)? = nil,
    zone: TimeZone? = nil, words: Words? = nil
  ) {
    self.mapping = mapping
    self.census = census
    self.target = target
    links = LinkDecisions(census, mapping.configuration, target.links)
    self.zone = zone
    wording = Wording(
      words: words ?? Words(mapping.configuration.words),
      context: TextContext(language: target.markup, references: references))
  }

  /// Those of a migration's configuration.
  convenience init(_ configuration: Configuration, _ census: Census, _ target: TargetTraits) {
    let source = configuration.source
    let type = NormalizerRegistry.normalizer(for: source.system)
    self.init(
      mapping: Mapping(configuration.mapping, everybody: census.everybody), census: census, target: target,
      references: type.references(
        census, addresses: [source.server.url] + source.otherURLs, configuration.mapping.mentions),
      zone: source.timeZone, words: Words(configuration.mapping.words, of: source.system.nickname))
  }
}
