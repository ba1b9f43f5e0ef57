import Foundation

/// What is asked of folders and whole files.
package enum Disk {
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes the folder and those above it.
  package static func makeFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o755) == 0 { return try synchronizeFolder(of: path) }
    if errno == EEXIST { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw FileError(path, "make", code: errno)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { throw FileError(path, "make", code: errno) }
    try synchronizeFolder(of: path)
  }

  /// Makes the folder that a file is to be in.
  static func makeFolder(above path: String) throws(FileError) {
    if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
  }

  /// Makes a folder in a place where others may write, and refuses one that someone else has put there.
  static func makeOwnFolder(_ path: String) throws(FileError) {
    try makeFolder(path)
    var status = stat()
    guard lstat(path, &status) == 0 else { throw FileError(path, "examine", code: errno) }
    guard status.st_mode & S_IFMT == S_IFDIR, status.st_uid == getuid() else {
      throw FileError(
        path: path, reason: "it belongs to another user; remove it, or set TMPDIR to a folder of your own")
    }
  }

  /// Gives a file its final name, replacing what has it; all or nothing. Once it returns, the name survives a
  /// power cut.
  package static func rename(_ path: String, to destination: String) throws(FileError) {
    guard systemRename(path, destination) == 0 else { throw FileError(path, "rename", code: errno) }
    try synchronizeFolder(of: destination)
  }

  /// Gives a file its final name, in a folder that is made where it is missing, and does not wait for the disk:
  /// `synchronizeAll` does that for many at once.
  static func move(_ path: String, to destination: String) throws(FileError) {
    if systemRename(path, destination) == 0 { return }
    guard errno == ENOENT, exists(path) else { throw FileError(path, "rename", code: errno) }
    try makeFolder(above: destination)
    guard systemRename(path, destination) == 0 else { throw FileError(path, "rename", code: errno) }
  }

  /// Returns once everything on the disk that holds this folder survives a power cut: bytes and names.
  static func synchronizeAll(around folder: String) throws(FileError) {
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(folder, "open", code: errno) }
    defer { close(descriptor) }
    guard systemSynchronizeAll(descriptor) == 0 else { throw FileError(folder, "save", code: errno) }
  }

  /// Gives a file a second name, replacing what has it; where the disk cannot do that, a copy.
  package static func link(_ path: String, to destination: String) throws(FileError) {
    try remove(destination)
    if systemLink(path, destination) == 0 { return }
    guard [EXDEV, EPERM, EMLINK, ENOTSUP].contains(errno) else {
      throw FileError(destination, "make", code: errno)
    }
    let source = try OpenFile(path, .reading)
    let copy = try OpenFile(destination + ".partial", .replacing)
    var buffer = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = try source.read(into: &buffer)
      if count == 0 { break }
      try copy.write(buffer[..<count])
    }
    try copy.synchronize()
    try rename(destination + ".partial", to: destination)
  }

  /// A name is kept in its folder, and a folder has to be saved like a file: `fsync(2)`. Some network file systems
  /// know no such thing (EINVAL): there the server sees to it.
  private static func synchronizeFolder(of path: String) throws(FileError) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(folder, "open", code: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileError(folder, "save", code: errno) }
  }

  /// Removes a file; that it is not there is fine.
  package static func remove(_ path: String) throws(FileError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw FileError(path, "remove", code: errno) }
  }

  /// Removes a folder with all that is in it; that it is not there is fine.
  package static func removeFolder(_ path: String) throws(FileError) {
    guard exists(path) else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw FileError(path: path, reason: "cannot remove it: \(error.localizedDescription)")
    }
  }

  /// The names in a folder; none when there is no such folder.
  package static func files(in path: String) throws(FileError) -> [String] {
    guard exists(path) else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw FileError(path: path, reason: "cannot list it: \(error.localizedDescription)")
    }
  }

  /// Nil when there is no such file.
  package static func byteCount(_ path: String) -> Int? {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : nil
  }

  /// "0 bytes", "12.3 MB": what this user can still write on the disk that holds this path.
  static func freeText(at path: String) -> String {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return "0 bytes" }
    return size(Int(status.f_bavail) * Int(status.f_frsize))
  }

  /// The whole of a small file (configuration, manifest, secret).
  package static func contents(_ path: String) throws(FileError) -> [UInt8] {
    let file = try OpenFile(path, .reading)
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = try file.read(into: &buffer)
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
    }
  }

  /// Replaces a small file as a whole: readers see the old or the new one, never half.
  package static func replace(_ path: String, with text: String) throws(FileError) {
    let file = try OpenFile(path + ".partial", .replacing)
    try file.write(text.utf8)
    try file.synchronize()
    try rename(path + ".partial", to: path)
  }
}
