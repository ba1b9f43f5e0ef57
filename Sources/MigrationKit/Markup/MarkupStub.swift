extension MarkupLanguage {
  package func link(_ words: String, to address: String) -> String {
    switch self {
    case .plain: "\(words) <\(address)>"
    case .textile: "\"\(words)\":\(address)"
    case .markdown, .commonMark: "[\(words)](\(address))"
    }
  }

  package func image(_ name: String, words: String) -> String? {
    switch self {
    case .plain: nil
    case .textile: "!\(name)(\(words))!"
    case .markdown, .commonMark: "![\(words)](\(name))"
    }
  }
}
