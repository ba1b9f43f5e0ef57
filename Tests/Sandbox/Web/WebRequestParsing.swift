import Foundation

/// A request's head is not HTTP.
struct WebRequestError: Error {}

extension WebRequest {
  /// Reads request line and header lines.
  init(head: String) throws {
    var lines = head.components(separatedBy: "\r\n")
    let words = lines.removeFirst().split(separator: " ").map(String.init)
    guard words.count == 3, words[2].hasPrefix("HTTP/1.") else { throw WebRequestError() }
    let target = words[1].split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    self.init(
      method: words[0], path: String(target[0]), query: target.count > 1 ? formPairs(String(target[1])) : [],
      headers: try lines.map(Self.header), body: [])
  }

  private static func header(_ line: String) throws -> (name: String, value: String) {
    guard let colon = line.firstIndex(of: ":") else { throw WebRequestError() }
    let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
    return (String(line[..<colon]), String(value))
  }
}

/// The pairs of a query string or a form body (`application/x-www-form-urlencoded`), decoded.
func formPairs(_ text: String) -> [(name: String, value: String)] {
  text.split(separator: "&").map { pair in
    let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    return (
      percentDecoded(sides[0], isForm: true), sides.count > 1 ? percentDecoded(sides[1], isForm: true) : ""
    )
  }
}

/// %XX becomes its byte, and in forms "+" a space; what is malformed stays as it is.
func percentDecoded(_ text: some StringProtocol, isForm: Bool = false) -> String {
  var bytes: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"),
      let decoded = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
    {
      bytes.append(decoded)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(isForm && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

/// The words behind a status, as servers say them.
func reasonPhrase(_ status: Int) -> String {
  reasons[status] ?? "Status \(status)"
}

private let reasons = [
  200: "OK", 201: "Created", 204: "No Content", 302: "Found", 304: "Not Modified", 400: "Bad Request",
  401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
  409: "Conflict", 412: "Precondition Failed", 413: "Payload Too Large", 415: "Unsupported Media Type",
  422: "Unprocessable Entity", 429: "Too Many Requests", 431: "Request Header Fields Too Large",
  500: "Internal Server Error", 501: "Not Implemented", 503: "Service Unavailable",
]
