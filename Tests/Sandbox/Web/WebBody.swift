/// A request's body as it arrives: in memory, or beyond a limit in a file, and hashed on the way there.
struct WebBody {
  static let memoryLimit = 8 << 20

  private var bytes: [UInt8] = []
  private var spooling: (file: TemporaryFile, digest: SHA256)?
  private(set) var byteCount = 0

  mutating func append(_ more: ArraySlice<UInt8>) throws {
    byteCount += more.count
    if byteCount > Self.memoryLimit, spooling == nil {
      spooling = (try TemporaryFile(), SHA256())
      try spool(bytes[...])
      bytes = []
    }
    if spooling == nil { bytes += more } else { try spool(more) }
  }

  private mutating func spool(_ more: ArraySlice<UInt8>) throws {
    _ = try spooling?.file.append(more)
    spooling?.digest.take(more)
  }

  /// What has come, and nothing is left.
  mutating func taken() -> (bytes: [UInt8], spool: WebSpool?) {
    defer { self = WebBody() }
    let spool = spooling.map { spooling in
      WebSpool(
        bytes: StoredBytes(file: spooling.file, offset: 0, count: byteCount),
        digest: spooling.digest.hexadecimal())
    }
    return (bytes, spool)
  }
}

/// A body too long for memory.
package struct WebSpool: Sendable {
  let bytes: StoredBytes
  /// SHA-256 of it.
  let digest: String
}
