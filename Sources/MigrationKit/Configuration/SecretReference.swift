import Foundation

/// Where a secret is kept. The configuration names the place and never the secret itself.
package enum SecretReference: Sendable, Equatable {
  case environment(String)
  case file(String)

  /// Nil when the text is neither `env:NAME` nor `file:PATH`.
  init?(_ text: String) {
    if text.hasPrefix("env:"), text.count > 4 {
      self = .environment(String(text.dropFirst(4)))
    } else if text.hasPrefix("file:"), text.count > 5 {
      self = .file(String(text.dropFirst(5)))
    } else {
      return nil
    }
  }

  /// Fetches the secret; white space around it (a file's last line break) is not part of it.
  package func resolve(
    in configuration: Configuration, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> Secret {
    let text: String
    switch self {
    case .environment(let name):
      guard let value = environment[name] else {
        throw StageError(
          "the environment has no \(name); set it: export \(name)=…", exitCode: .usage)
      }
      text = value
    case .file(let path):
      text = String(decoding: try Disk.contents(configuration.resolve(path)), as: UTF8.self)
    }
    let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !trimmed.isEmpty, !trimmed.contains(where: \.isNewline) else {
      throw StageError("the secret in \(place) is empty or has several lines", exitCode: .usage)
    }
    return Secret(trimmed)
  }

  /// "the environment variable RT_TOKEN".
  package var place: String {
    switch self {
    case .environment(let name): "the environment variable \(name)"
    case .file(let path): "the file \(path)"
    }
  }
}
