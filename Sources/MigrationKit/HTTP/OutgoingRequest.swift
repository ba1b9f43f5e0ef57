import Foundation

extension TransferRequest {
  /// The request for this server, with the credential. A header of the same name that the request brings
  /// along takes the credential's place: that is how a session's cookie is used.
  init(_ request: HTTPRequest, to server: ServerAddress, with credential: HTTPHeader?) throws(RequestError) {
    let target = request.target
    try Self.check(request.path, target)
    kind = request.kind
    method = request.method
    url = server.text + target
    headers = request.headers
    if let credential, !headers.contains(where: { $0.isNamed(credential.name) }) {
      headers.insert(credential, at: 0)
    }
    body = request.body
    destination = request.destination
    for header in headers { try Self.check(header) }
  }

  /// A path that begins otherwise would run on into the host's name, and could send the credential elsewhere.
  private static func check(_ path: String, _ target: String) throws(RequestError) {
    let isEncoded = target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
    guard path.hasPrefix("/"), isEncoded else {
      throw .notSent("the path of a request must begin with a slash and be percent-encoded: \(path)")
    }
  }

  /// A line break would begin another header.
  private static func check(_ header: HTTPHeader) throws(RequestError) {
    guard header.name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ":") }),
      header.value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
    else {
      throw .notSent(
        "the header \(header.name) has a line break or another control character in it; "
          + "check the token or password for one at its end")
    }
  }
}
