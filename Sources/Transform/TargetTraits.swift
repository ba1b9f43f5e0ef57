import MigrationKit

/// What of the new system decides how tickets are written: found out once a run.
struct TargetTraits: Sendable {
  let markup: MarkupLanguage
  /// Bytes; nil: not known, and so no file is too large.
  var largestFile: Int?
  /// Whether time worked becomes entries of its own.
  var keepsTime = false
  /// Whether files of internal articles stay internal.
  var hidesFiles = false
  /// Where people will find `data/archive`; nil: nobody has said.
  var archive: String?

  init(markup: MarkupLanguage) {
    self.markup = markup
  }

  /// The configuration counts before what the target was seen to be.
  init(_ target: TargetConfiguration, seen: TargetVocabulary) throws(StageError) {
    guard let markup = target.markup ?? seen.markup else {
      let choices = MarkupLanguage.allCases.map(\.rawValue).joined(separator: ", ")
      throw StageError(
        """
        it is not known in which markup the target shows texts: run load check, which asks it (and keeps the answer in \
        data/loaded/target.json), or set target.markup to one of \(choices)
        """, exitCode: .usage)
    }
    self.init(markup: markup)
    largestFile = target.largestFile ?? seen.largestFile
    keepsTime = target.activity != nil
    archive = target.archive
    switch target.system {
    case .redmine: hidesFiles = false
    }
  }
}
