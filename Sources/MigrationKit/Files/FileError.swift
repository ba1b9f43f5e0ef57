import Foundation

/// What went wrong with a file or folder.
package struct FileError: Error, Equatable, CustomStringConvertible {
  package let path: String
  package let reason: String
  /// Another process has it: nothing is wrong, and none of it is this process's to change.
  package let isTaken: Bool
  /// There was no room for it.
  package let isFullDisk: Bool

  package init(path: String, reason: String, isTaken: Bool = false) {
    self.path = path
    self.reason = reason
    self.isTaken = isTaken
    isFullDisk = false
  }

  init(_ path: String, _ action: String, code: Int32) {
    self.path = path
    isTaken = false
    isFullDisk = [ENOSPC, EDQUOT].contains(code)
    let cause = String(cString: strerror(code))
    reason =
      switch code {
      case ENOENT:
        "cannot \(action) it: \(cause) (is it the right folder? run the stage before this one first)"
      case ENOSPC:
        "the disk is full (\(Disk.freeText(at: path)) free); free some space and run the same command again"
      case EDQUOT: "this user's share of the disk is full; free some space and run the same command again"
      case EACCES, EPERM, EROFS:
        "cannot \(action) it: \(cause); give this user the right to it and run the same command again"
      case EPIPE:
        "its reader closed it before everything was written; nothing counts as done, run the same command again"
      default: "cannot \(action) it: \(cause)"
      }
  }

  package var description: String { "\(path): \(reason)" }
}
