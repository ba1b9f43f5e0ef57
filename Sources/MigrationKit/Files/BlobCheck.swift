extension BlobStore {
  /// Fails unless the blob of this hash is there and its bytes have this hash: a disk, a copy or an editor may have
  /// changed them since.
  package func require(_ sha256: String) throws(FileError) {
    let path = path(of: sha256)
    let found = try SHA256.hex(ofFile: path)
    guard found == sha256 else {
      throw FileError(
        path: path,
        reason:
          "its bytes are not those its name says (they have the SHA-256 \(found)); put the file back from a "
          + "copy, or delete \(root.lastIndex(of: "/").map { root[..<$0] } ?? "the extraction") and run extract again"
      )
    }
  }
}
