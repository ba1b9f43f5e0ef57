import Foundation

/// Keeps a stage from running twice on the same data folder. Held until it is released, or the process ends
/// however it ends.
package struct RunLock: Sendable {
  private let file: OpenFile

  /// Takes the lock; when another process has it, throws an error that names that process.
  package init(stage: String, in folder: DataFolder) throws(FileError) {
    let path = folder.lock(of: stage)
    try Disk.makeFolder(folder.root)
    file = try OpenFile(path, .appending)
    guard file.lock() else {
      let holder = String(decoding: try Disk.contents(path), as: UTF8.self)
      throw FileError(
        path: path,
        reason: "another \(stage) is at work here (process \(holder)); wait for it, or end it and try again")
    }
    try file.truncate(to: 0)
    try file.write("\(getpid())".utf8)
  }
}
