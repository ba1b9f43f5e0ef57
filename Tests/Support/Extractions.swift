import Foundation
import Sandbox
import Testing

/// What `extract` and `transform` make of the sandbox's tickets, done once for all tests that begin behind it.
actor Extractions {
  /// All tickets.
  static let whole = Extractions(arguments: [])
  /// The first twenty, which have no files: for faults that are found before or at any ticket.
  static let small = Extractions(arguments: ["--limit", "20"])

  private let arguments: [String]
  private var making: Task<FolderContents, any Error>?

  private init(arguments: [String]) {
    self.arguments = arguments
  }

  /// Fills `data` of a rehearsal as if both programs had run there, with its configuration.
  func prepare(_ rehearsal: Rehearsal) async throws {
    try await contents().write(to: rehearsal.data)
    try rehearsal.adoptTransformation()
  }

  func contents() async throws -> FolderContents {
    let task = making ?? Task { [arguments] in try await Self.make(arguments) }
    making = task
    return try await task.value
  }

  private static func make(_ arguments: [String]) async throws -> FolderContents {
    let rehearsal = try Rehearsal()
    for result in [try await rehearsal.program("extract").run(arguments), try await rehearsal.transform()] {
      try #require(result.exitCode == 0, "\(result)")
    }
    let contents = try FolderContents(of: rehearsal.data)
    try rehearsal.end()
    return contents
  }
}

extension Rehearsal {
  /// A rehearsal whose tickets are extracted and transformed.
  static func performLoading(
    _ extractions: Extractions = .whole, _ work: (Rehearsal) async throws -> Void
  ) async throws {
    try await perform { rehearsal in
      try await extractions.prepare(rehearsal)
      try await work(rehearsal)
    }
  }
}
