import Foundation
import Testing

@testable import MigrationKit

/// A folder that exists while one test runs: `@Suite(.temporaryFolder)`, then `TemporaryFolder.current`.
/// Each case of a test with arguments has its own.
struct TemporaryFolder: TestTrait, SuiteTrait, TestScoping {
  /// Outside a test with this trait, a path at which nothing can be made.
  @TaskLocal static var current = TemporaryFolder(path: "/dev/null/no-temporary-folder")

  let path: String

  var isRecursive: Bool { true }
  var data: DataFolder { DataFolder(path + "/data") }

  func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "ticketferry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try await Self.$current.withValue(TemporaryFolder(path: url.path)) {
      let outcome: Result<Void, any Error>
      do { outcome = .success(try await function()) } catch { outcome = .failure(error) }
      try FileManager.default.removeItem(at: url)
      try outcome.get()
    }
  }

  /// The path of a file below the folder.
  func file(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, with the folders above it, and returns its path.
  @discardableResult func write(_ text: String, to name: String) throws -> String {
    let path = file(name)
    try Disk.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
    try OpenFile(path, .replacing).write(text.utf8)
    return path
  }

  /// Nil when there is no such file.
  func text(_ name: String) throws -> String? {
    Disk.exists(file(name)) ? String(decoding: try Disk.contents(file(name)), as: UTF8.self) : nil
  }

  /// Every file below a folder in it, by its path there, with its text; locks are left out.
  func contents(of folder: String = ".") throws -> [String: String] {
    var contents: [String: String] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: file(folder)) {
      var isFolder: ObjCBool = false
      let path = file("\(folder)/\(name)")
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue,
        !name.hasSuffix(".lock")
      else { continue }
      contents[name] = String(decoding: try Disk.contents(path), as: UTF8.self)
    }
    return contents
  }
}

extension Trait where Self == TemporaryFolder {
  static var temporaryFolder: TemporaryFolder { .current }
}
