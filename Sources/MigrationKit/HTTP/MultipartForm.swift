/// A body of type `multipart/form-data`, as browsers and `curl -F` write it; its files are read only while they are sent.
///
/// https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data
package struct MultipartForm: Sendable {
  private let boundary = "----ticketferry-" + randomMark()
  /// What is complete: text up to a file, then the file.
  private var segments: [HTTPRequest.Segment] = []
  /// What follows the last file.
  private var text: [UInt8] = []

  package init() {}

  /// The value is sent as it is, line breaks included.
  package mutating func add(_ name: String, _ value: String) {
    begin(name)
    text += Array("\r\n\r\n\(value)\r\n".utf8)
  }

  /// - Parameter fileName: what the server is to call it. It may come from a ticket, like the type.
  package mutating func add(_ name: String, file path: String, byteCount: Int, fileName: String, type: String)
  {
    begin(name)
    text += Array("; filename=\"".utf8) + escaped(fileName)
    text += Array(
      "\"\r\nContent-Type: \(isHeaderValue(type) ? type : "application/octet-stream")\r\n\r\n".utf8)
    segments += [.bytes(text), .file(path: path, byteCount: byteCount)]
    text = Array("\r\n".utf8)
  }

  private mutating func begin(_ name: String) {
    text += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"".utf8) + escaped(name)
    text.append(UInt8(ascii: "\""))
  }

  package var body: HTTPRequest.Body {
    .segments(segments + [.bytes(text + Array("--\(boundary)--\r\n".utf8))])
  }

  package var contentType: HTTPHeader {
    HTTPHeader("Content-Type", "multipart/form-data; boundary=\(boundary)")
  }
}

extension HTTPRequest {
  package static func multipart(_ method: Method, _ path: String, _ form: MultipartForm) -> HTTPRequest {
    HTTPRequest(method, path, headers: [form.contentType], body: form.body)
  }
}

/// Of a name only what would end it is written otherwise. In bytes, since a string has CR LF as one character.
private func escaped(_ name: String) -> [UInt8] {
  name.utf8.flatMap { byte in
    switch byte {
    case UInt8(ascii: "\""): Array("%22".utf8)
    case UInt8(ascii: "\r"): Array("%0D".utf8)
    case UInt8(ascii: "\n"): Array("%0A".utf8)
    default: [byte]
    }
  }
}

private func isHeaderValue(_ text: String) -> Bool {
  !text.isEmpty && text.utf8.allSatisfy { 0x20..<0x7F ~= $0 }
}
