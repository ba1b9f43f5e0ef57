extension Fault {
  /// Every fault a rehearsal can have.
  package static let all = targetFaults + sourceFaults

  package static func named(_ name: some StringProtocol) -> Fault? { all.first { $0.name == name } }
}
