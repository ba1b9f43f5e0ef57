import MigrationKit

/// The normalizers there are. Adding one is a case of `SourceSystem`; the compiler then names this place.
enum NormalizerRegistry {
  static func normalizer(for system: SourceSystem) -> any Normalizer.Type {
    switch system {
    case .requestTracker: RequestTrackerNormalizer.self
    case .redmine: RedmineNormalizer.self
    }
  }
}
