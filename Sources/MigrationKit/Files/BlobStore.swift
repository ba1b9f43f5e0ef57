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
  /// - Parameter key: any text that tells the thing from all others; only its hash is in the path.
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

  /// Hashes an arrived file and moves it to its place. It replaces what is there: a blob of that name may be one
  /// whose bytes a power cut has torn.
  package func keep(_ arrival: String) throws(FileError) -> (sha256: String, byteCount: Int) {
    let sha256 = try SHA256.hex(ofFile: arrival)
    let byteCount = Disk.byteCount(arrival) ?? 0
    try OpenFile(arrival, .appending).synchronize()
    try Disk.makeFolder("\(root)/\(sha256.prefix(2))")
    try Disk.rename(arrival, to: path(of: sha256))
    return (sha256, byteCount)
  }

  /// Whether a text could be a blob's name: 64 lower-case hexadecimal digits. Guards paths built from edited files.
  package static func isName(_ text: String) -> Bool {
    text.utf8.count == 64
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
