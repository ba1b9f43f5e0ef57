import Foundation

/// What went wrong with a file or folder.
package struct FileError: Error, Equatable, CustomStringConvertible {
  package let path: String
  package let reason: String
  /// Another process has it: nothing is wrong, and nothing of it is this process's to change.
  package let isTaken: Bool

  package init(path: String, reason: String, isTaken: Bool = false) {
    self.path = path
    self.reason = reason
    self.isTaken = isTaken
  }

  init(_ path: String, _ action: String, code: Int32) {
    self.path = path
    isTaken = false
    let advice =
      switch code {
      case ENOENT: " (is it the right folder? run the stage before this one first)"
      case ENOSPC, EDQUOT: "; make room and run the same command again"
      case EACCES, EPERM, EROFS: "; give this user the right to it and run the same command again"
      case EPIPE: "; whoever reads it has gone: nothing counts as done, run the same command again"
      default: ""
      }
    reason = "cannot \(action) it: \(String(cString: strerror(code)))\(advice)"
  }

  package var description: String { "\(path): \(reason)" }
}
