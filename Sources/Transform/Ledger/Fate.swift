/// What became of one value of the old system.
enum Fate: Equatable, Sendable {
  /// It has a field, an article, a file or a link of its own in the new system.
  case carried
  /// Another word stands for it, as the mapping says.
  case mapped
  /// There was nothing, and something had to be: the new system does not take "nothing".
  case defaulted
  /// A line of text says it.
  case text
  /// A rule leaves it behind. Not lost is what something else says as well, or what only the old system can use.
  case dropped(String, isLost: Bool)
  /// Its ticket was rejected.
  case rejected
  /// Nothing was there: an empty text, a date that is not set.
  case empty
  /// No rule says what becomes of it.
  case unhandled

  static func lost(_ reason: String) -> Fate { .dropped(reason, isLost: true) }
  static func needless(_ reason: String) -> Fate { .dropped(reason, isLost: false) }
}
