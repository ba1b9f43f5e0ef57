import MigrationKit

/// What a migration needs of its target, by the configuration and the transformed tickets.
struct TargetNeeds: Sendable {
  var vocabulary = Vocabulary()
  /// The name of the custom field that keeps the old id.
  var marker: String
  /// The markup in which `transform` has written the texts.
  var markup = MarkupLanguage.plain
  /// The fixed words of the lines that `load` writes itself.
  var words = Words()
  /// The name of the custom field for the original date of creation; nil: there is none.
  var created: String?
  /// What time worked is booked on; nil: there are no time entries.
  var activity: String?
  /// What the mapping wants to be made.
  var accounts: [NewAccount] = []
  /// Accounts that an earlier load has left open, in lower case.
  var openLogins: Set<String> = []
  /// The role that they get where they write.
  var role: String?
  /// Which files the target takes by their names.
  var extensions = FileExtensions()
  /// What `transform` has made of the links; nil while it has not run.
  var links: LinkSummary?
  /// What the configuration says of links between projects.
  var chosenLinks = LinkRules()
  /// Each account's own preferences are looked at as well, a request for each.
  var wantsHabits = false
}
