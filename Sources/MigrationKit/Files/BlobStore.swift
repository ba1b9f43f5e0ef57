/// The bytes of attachments, each file named by the SHA-256 of what is in it: `blobs/ab/abcd…`.
/// Names from the network never become paths.
package struct BlobStore: Sendable {
  package let root: String

  package init(root: String) {
    self.root = root
  }

  /// Where the blob of this hash is, or would be.
  package func path(of sha256: String) -> String { "\(root)/\(sha256.prefix(2))/\(sha256)" }

  /// Where to put bytes whose hash is not known yet; `number` tells concurrent arrivals apart.
  package func arrival(_ number: Int) throws(FileError) -> String {
    try Disk.makeFolder(root + "/arriving")
    return "\(root)/arriving/\(number)"
  }

  /// Hashes an arrived file and moves it to its place.
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
