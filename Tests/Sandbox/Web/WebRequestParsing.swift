/// A request's head is not HTTP.
struct WebRequestError: Error {}

extension WebRequest {
  /// Reads request line and header lines; `head` ends before the empty line.
  init(head: ArraySlice<UInt8>) throws {
    var lines = head.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
    let words = (lines.popFirst() ?? []).withoutReturn.split(separator: UInt8(ascii: " "))
    guard words.count == 3, words[2].starts(with: "HTTP/1.".utf8) else { throw WebRequestError() }
    let target = words[1].split(separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    self.init(
      method: text(words[0]), path: text(target[0]), query: target.count > 1 ? formPairs(target[1]) : [],
      headers: try lines.map { try Self.header($0.withoutReturn) }, body: [])
  }

  private static func header(_ line: ArraySlice<UInt8>) throws -> (name: String, value: String) {
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { throw WebRequestError() }
    let value = line[(colon + 1)...].drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    return (text(line[..<colon]), text(value))
  }
}

extension ArraySlice<UInt8> {
  fileprivate var withoutReturn: Self { last == UInt8(ascii: "\r") ? dropLast() : self }
}

private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

/// The pairs of a query string or a form body (`application/x-www-form-urlencoded`), decoded.
func formPairs(_ bytes: some BidirectionalCollection<UInt8>) -> [(name: String, value: String)] {
  bytes.split(separator: UInt8(ascii: "&")).map { pair in
    let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
    return (
      percentDecoded(sides[0], isForm: true), sides.count > 1 ? percentDecoded(sides[1], isForm: true) : ""
    )
  }
}

func formPairs(_ text: String) -> [(name: String, value: String)] { formPairs(Array(text.utf8)) }

func percentDecoded(_ text: some StringProtocol) -> String { percentDecoded(Array(text.utf8)) }

/// %XX becomes its byte, and in forms "+" a space; what is malformed stays as it is.
private func percentDecoded(_ bytes: some Collection<UInt8>, isForm: Bool = false) -> String {
  var decoded: [UInt8] = []
  decoded.reserveCapacity(bytes.count)
  var rest = bytes[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "%"), let value = hexadecimal(rest.prefix(2)) {
      decoded.append(value)
      rest = rest.dropFirst(2)
    } else {
      decoded.append(isForm && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
    }
  }
  return String(decoding: decoded, as: UTF8.self)
}

/// Nil when these are not two digits.
private func hexadecimal(_ digits: some Collection<UInt8>) -> UInt8? {
  guard digits.count == 2 else { return nil }
  return digits.reduce(UInt8?(0)) { value, digit in
    let worth = Character(Unicode.Scalar(digit)).hexDigitValue
    return value.flatMap { high in worth.map { high << 4 | UInt8($0) } }
  }
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
