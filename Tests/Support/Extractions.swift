import Foundation
import Testing

/// What `extract` and `transform` make of the sandbox's tickets, done once for all tests that begin behind it.
actor Extractions {
  static let shared = Extractions()
  private var making: Task<FolderContents, any Error>?

  /// Fills `data` of a rehearsal as if both programs had run there.
  func prepare(_ rehearsal: Rehearsal) async throws {
    try await contents().write(to: rehearsal.data)
  }

  func contents() async throws -> FolderContents {
    let task = making ?? Task { try await Self.make() }
    making = task
    return try await task.value
  }

  private static func make() async throws -> FolderContents {
    let rehearsal = try Rehearsal()
    for result in [try await rehearsal.extract(), try await rehearsal.transform()] {
      try #require(result.exitCode == 0, "\(result)")
    }
    let contents = try FolderContents(of: rehearsal.data)
    try rehearsal.end()
    return contents
  }
}

extension Rehearsal {
  /// A rehearsal whose tickets are extracted and transformed.
  static func performLoading(_ work: (Rehearsal) async throws -> Void) async throws {
    try await perform { rehearsal in
      try await Extractions.shared.prepare(rehearsal)
      try await work(rehearsal)
    }
  }
}
