/// What a line of `extracted/rejects.jsonl` is about; its `rule` says it.
enum RejectRule: Equatable, CustomStringConvertible {
  /// A whole ticket that could not be read.
  case ticket(String)
  /// A file that could not be fetched.
  case attachment(String)

  /// Nil when the text is none that an extraction writes.
  init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
    switch (parts.first, parts.last) {
    case ("ticket"?, let id?) where parts.count == 2: self = .ticket(id)
    case ("attachment"?, let id?) where parts.count == 2: self = .attachment(id)
    default: return nil
    }
  }

  var description: String {
    switch self {
    case .ticket(let id): "ticket/\(id)"
    case .attachment(let id): "attachment/\(id)"
    }
  }
}
