import Foundation

/// All files below a folder by their path in it, to compare folders and to make them again.
package struct FolderContents: Equatable {
  package private(set) var files: [String: Data] = [:]

  /// Empty when there is no such folder.
  package init(of folder: URL) throws {
    for path in FileManager.default.subpaths(atPath: folder.path) ?? [] {
      let file = folder.appending(path: path)
      if try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true {
        files[path] = try Data(contentsOf: file)
      }
    }
  }

  /// Leaves out all other paths.
  package mutating func keep(where isKept: (String) -> Bool) {
    files = files.filter { isKept($0.key) }
  }

  package func write(to folder: URL) throws {
    for (path, bytes) in files {
      let file = folder.appending(path: path)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: file)
    }
  }

  /// The paths of files that the other folder has not, or has otherwise.
  package func differences(from other: FolderContents) -> [String] {
    Set(files.keys).union(other.files.keys).filter { files[$0] != other.files[$0] }.sorted()
  }
}
