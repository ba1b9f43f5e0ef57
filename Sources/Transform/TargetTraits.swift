import MigrationKit

/// What of the new system decides how tickets are written: found out once a run.
struct TargetTraits: Sendable {
  let markup: MarkupLanguage
  /// Bytes; nil: not known, and so no file is too large.
  var largestFile: Int?
  /// Which files it takes by their names.
  var extensions = FileExtensions()
  /// Whether time worked becomes entries of its own.
  var keepsTime = false
  /// Whether files of internal articles stay internal.
  var hidesFiles = false
  /// Where people will find `data/archive`; nil: nobody has said.
  var archive: String?
  /// The folder itself.
  var archiveFolder = DataFolder("data").archive.root
  var links = LinkRules()

  init(markup: MarkupLanguage) {
    self.markup = markup
  }

  /// The configuration counts before what the target was seen to be.
  init(
    _ target: TargetConfiguration, seen: TargetVocabulary, in data: DataFolder = DataFolder("data")
  ) throws(StageError) {
    guard let markup = target.markup ?? seen.markup else {
      let choices = MarkupLanguage.allCases.map(\.rawValue).joined(separator: ", ")
      throw StageError(
        """
        The text format of the target is unknown. Run load check, which asks the target and saves the answer in \
        \(data.loaded.target), or set target.markup to one of \(choices)
        """, exitCode: .usage)
    }
    self.init(markup: markup)
    largestFile = target.largestFile ?? seen.largestFile
    extensions = target.extensions
    keepsTime = target.activity != nil
    archive = target.archive
    archiveFolder = data.archive.root
    links = seen.links.with(target.linkRules)
    switch target.system {
    case .redmine: hidesFiles = false
    }
  }
}
