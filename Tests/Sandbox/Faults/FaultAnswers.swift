import MigrationKit

extension WebResponse {
  /// The connection ends in place of an answer.
  static let nothing = WebResponse(status: 200).delivered(.cut(after: 0))

  static func tooMany(tellsTime: Bool, isJSON: Bool) -> WebResponse {
    WebResponse(
      status: 429,
      headers: [("Content-Type", isJSON ? "application/json" : "text/plain")]
        + (tellsTime ? [("Retry-After", "1")] : []),
      body: Array((isJSON ? "{\"errors\":[\"Too many requests\"]}" : "Slow down.\n").utf8))
  }

  /// What a proxy says.
  static func gateway(_ status: Int) -> WebResponse {
    WebResponse(
      status: status, headers: [("Content-Type", "text/html")],
      body: Array("<html><body><h1>\(status) \(reasonPhrase(status))</h1></body></html>\n".utf8))
  }

  func delivered(_ delivery: WebDelivery) -> WebResponse {
    var response = self
    response.delivery = delivery
    return response
  }

  /// Half of the body, honestly framed.
  var halved: WebResponse {
    var response = self
    response.body = Array(body.prefix(body.count / 2))
    return response
  }

  /// The body as gzip without its last twelve bytes, honestly framed.
  var compressedShort: WebResponse {
    guard !body.isEmpty else { return self }
    var response = self
    response.headers.append(("Content-Encoding", "gzip"))
    response.body = storedGzip(body).dropLast(12)
    return response
  }
}

/// gzip (RFC 1952) of uncompressed blocks (RFC 1951, 3.2.4), with a checksum of zero: whoever misses the end does not
/// come to look at it.
private func storedGzip(_ bytes: [UInt8]) -> [UInt8] {
  var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  for start in stride(from: 0, to: bytes.count, by: 65_535) {
    let block = bytes[start..<min(start + 65_535, bytes.count)]
    let (low, high) = (UInt8(block.count & 0xFF), UInt8(block.count >> 8))
    result += [start + block.count == bytes.count ? 1 : 0, low, high, ~low, ~high] + block
  }
  return result + Array(repeating: 0, count: 8)
}

extension WebRequest {
  func adding(_ header: String, _ value: String) -> WebRequest {
    var request = self
    request.headers.append((header, value))
    return request
  }

  /// Without the query values of certain names.
  func without(_ isUnwanted: (String) -> Bool) -> WebRequest {
    var request = self
    request.query.removeAll { isUnwanted($0.name) }
    return request
  }
}
