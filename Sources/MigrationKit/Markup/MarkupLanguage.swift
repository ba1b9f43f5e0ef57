/// The markup in which the new system shows texts, and in which `transform` writes them.
///
/// The names are those of Redmine's setting `text_formatting`, but for `plain`, which is an empty one there.
package enum MarkupLanguage: String, Sendable, CaseIterable {
  /// Texts are shown as they are.
  case plain
  case textile
  /// Redcarpet's Markdown, Redmine's default from 5.0 on.
  case markdown
  /// GitHub's CommonMark, an option of Redmine 5.0 and the only Markdown of Redmine 6.
  case commonMark = "common_mark"
}
