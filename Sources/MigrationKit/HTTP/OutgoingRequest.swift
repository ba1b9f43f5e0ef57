import Foundation

extension TransferRequest {
  /// The request for this peer, with the proof of who asks. A header of the same name that the request brings
  /// along takes the proof's place: that is how a connector's own cookie is used.
  init(_ request: HTTPRequest, to peer: Peer, below base: String, with proof: Proof) throws(RequestError) {
    let target = request.target
    try Self.check(request.path, target)
    kind = request.kind
    method = request.method
    url = (request.origin?.description ?? base) + target
    headers = peer.takesCredential ? request.headers : request.headers.filter(\.isForAnybody)
    isAnonymous = !peer.takesCredential
    for header in proof.headers.reversed() where !headers.contains(where: { $0.isNamed(header.name) }) {
      headers.insert(header, at: 0)
    }
    body = request.body
    destination = request.destination
    for header in headers { try Self.check(header) }
  }

  /// A path that begins otherwise would run on into the host's name, and could send the credential elsewhere.
  private static func check(_ path: String, _ target: String) throws(RequestError) {
    let isEncoded = target.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") }
    guard path.hasPrefix("/"), isEncoded else {
      throw .notSent(
        "the path of a request must begin with a slash and be percent-encoded: \(path.prefix { $0 != "?" })")
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

extension HTTPHeader {
  /// It says nothing of who asks. Any other may: `Cookie`, `X-Api-Key`, `PRIVATE-TOKEN`, ….
  var isForAnybody: Bool { ["Accept", "Content-Type", "Range", "If-Range"].contains { isNamed($0) } }
}
