extension Scenario {
  static let all = loads + kills + extractions + machines

  /// What the command line asks for.
  static func chosen(by options: ChaosOptions) throws -> [Scenario] {
    guard !options.only.isEmpty else { return options.isQuick ? all.filter(\.isQuick) : all }
    return try options.only.map { name in
      guard let scenario = all.first(where: { $0.name == name }) else {
        throw ChaosUsageError(description: "there is no scenario \(name); `chaos --list` names them")
      }
      return scenario
    }
  }
}
