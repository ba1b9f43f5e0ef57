/// The bytes of attachments, each file named by the SHA-256 of what is in it: `blobs/ab/abcd…`.
/// Names from the network never become paths.
package struct BlobStore: Sendable {
  package let root: String

  package init(root: String) {
    self.root = root
  }

  /// Where the blob of this hash is, or would be.
  package func path(of sha256: String) -> String { "\(root)/\(sha256.prefix(2))/\(sha256)" }

  /// A new path for bytes whose hash is not known yet.
  package func arrival() throws(FileError) -> String {
    try Disk.makeFolder(arriving)
    return "\(arriving)/\(String(UInt64.random(in: .min ... .max), radix: 16))"
  }

  /// The same path each time for the same thing: what broke off there can be continued.
  ///
  /// - Parameter key: any text that tells the item from all others; only its hash is in the path.
  package func arrival(of key: String) throws(FileError) -> String {
    try Disk.makeFolder(arriving)
    return "\(arriving)/\(SHA256.hex(of: Array(key.utf8)))"
  }

  /// Where it is noted what has arrived.
  package func noteOfArrivals() throws(FileError) -> String {
    try Disk.makeFolder(arriving)
    return "\(arriving)/kept.jsonl"
  }

  /// Removes what has arrived there, and the note beside it (`.validator`) by which the client would continue it.
  package func discard(_ arrival: String) throws(FileError) {
    try Disk.remove(arrival + ".validator")
    try Disk.remove(arrival)
  }

  /// Removes whatever is half arrived.
  package func clearArrivals() throws(FileError) {
    for name in try Disk.files(in: arriving) { try Disk.remove("\(arriving)/\(name)") }
  }

  private var arriving: String { root + "/arriving" }

  /// Hashes an arrived file and moves it to its place. A blob that is there already stays, unless its bytes are not
  /// those its name says: a power cut may have torn it. `synchronize` makes sure that none tears this one.
  package func keep(_ arrival: String) throws(FileError) -> (sha256: String, byteCount: Int) {
    let sha256 = try SHA256.hex(ofFile: arrival)
    let byteCount = Disk.byteCount(arrival) ?? 0
    if try holds(sha256) { try Disk.remove(arrival) } else { try Disk.move(arrival, to: path(of: sha256)) }
    return (sha256, byteCount)
  }

  /// The same for bytes in memory, which go straight to their place: their name is known before they are written. Those
  /// that a crash has torn there are no whole blob when they come again.
  package func keep(_ bytes: [UInt8]) throws(FileError) -> (sha256: String, byteCount: Int) {
    let sha256 = SHA256.hex(of: bytes)
    if let blob = try OpenFile.made(path(of: sha256)) {
      try blob.write(bytes)
    } else if try !holds(sha256) {
      let arrival = try arrival()
      try OpenFile(arrival, .replacing).write(bytes)
      try Disk.move(arrival, to: path(of: sha256))
    }
    return (sha256, bytes.count)
  }

  /// Takes a blob that another store has: a further name of the same bytes, or a copy where the disk is another.
  package func adopt(_ sha256: String, from other: BlobStore) throws(FileError) {
    let path = path(of: sha256)
    guard Self.isName(sha256) else { throw FileError(path: path, reason: "its name is not a SHA-256") }
    if Disk.exists(path) { return }
    try other.require(sha256)
    try Disk.makeFolder(above: path)
    try Disk.link(other.path(of: sha256), to: path)
  }

  /// Whether the blob of this hash is there with just these bytes.
  package func holds(_ sha256: String) throws(FileError) -> Bool {
    guard Self.isName(sha256), Disk.exists(path(of: sha256)) else { return false }
    return try SHA256.hex(ofFile: path(of: sha256)) == sha256
  }

  /// Returns once all that was kept so far survives a power cut. Saving each file by itself took half of the time
  /// that a processor spent on a small one.
  package func synchronize() throws(FileError) {
    guard Disk.exists(root) else { return }
    try Disk.synchronizeAll(around: root)
  }

  /// Whether a text could be a blob's name: 64 lower-case hexadecimal digits. Guards paths built from edited files.
  package static func isName(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
