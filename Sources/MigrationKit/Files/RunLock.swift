import Foundation

/// Keeps a stage from running twice on the same thing. Held until it is released, or the process ends however it
/// ends.
package struct RunLock: Sendable {
  /// Someone has held this lock earlier: it is not the first run here.
  package let wasHeldBefore: Bool
  private let file: OpenFile

  /// Takes the data folder for this stage; when another process has it, throws an error that names that process.
  package init(stage: String, in folder: DataFolder) throws(FileError) {
    try Disk.makeFolder(folder.root)
    try self.init(folder.lock(of: stage), taken: "another \(stage) is running here")
  }

  /// Takes a server for this stage, whatever the data folder: two folders that are copies of each other would bring
  /// everything twice. Holds for one user of one machine.
  package init(stage: String, on server: String) throws(FileError) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ticketferry-\(getuid())").path
    try Disk.makeOwnFolder(folder)
    let name = "\(stage)-\(SHA256.hex(of: Array(server.utf8)).prefix(32)).lock"
    try self.init("\(folder)/\(name)", taken: "another \(stage) is running against \(server)")
  }

  private init(_ path: String, taken: String) throws(FileError) {
    file = try OpenFile(path, .appending)
    guard file.lock() else {
      let holder = String(decoding: try Disk.contents(path), as: UTF8.self)
      throw FileError(
        path: path, reason: "\(taken) (process \(holder)); wait for it, or stop it and try again",
        isTaken: true)
    }
    wasHeldBefore = try file.byteCount() > 0
    try file.truncate(to: 0)
    try file.write("\(getpid())".utf8)
  }
}
