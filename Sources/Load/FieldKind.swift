/// What a custom field of the target holds, as far as that changes what is written into it.
enum FieldKind: Sendable {
  case text, number, choice, day
  /// Shown as "Yes" and "No".
  case flag
  /// Shown as a login.
  case account
}
