/// Several stores that are looked through in turn: a file is in one of them.
package struct BlobStores: Sendable {
  private let stores: [BlobStore]

  package init(_ stores: [BlobStore]) {
    self.stores = stores
  }

  /// Where the blob of this hash is; in the first of them, if it is in none.
  package func path(of sha256: String) -> String { store(of: sha256).path(of: sha256) }

  package func require(_ sha256: String) throws(FileError) { try store(of: sha256).require(sha256) }

  private func store(of sha256: String) -> BlobStore {
    stores.first { Disk.exists($0.path(of: sha256)) } ?? stores[0]
  }
}

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
          "its content does not match its name (it has the SHA-256 \(found)); restore the file from a "
          + "copy, or delete \(root.lastIndex(of: "/").map { root[..<$0] } ?? "its folder") and run the stage that wrote it "
          + "again (extract or transform)"
      )
    }
  }
}
