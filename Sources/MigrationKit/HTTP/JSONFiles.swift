/// Files that stand in a JSON body as base64; they are read only while it is sent.
///
///     var files = JSONFiles()
///     let article: JSONValue = ["filename": "a.pdf", "data": files.base64(path: path, byteCount: 70_000)]
///     let request = HTTPRequest.json(.post, "/articles", article, files)
package struct JSONFiles: Sendable {
  private let mark = randomMark()
  private var files: [HTTPRequest.Segment] = []

  package init() {}

  /// Stands in place of the file's text.
  package mutating func base64(path: String, byteCount: Int) -> JSONValue {
    files.append(.base64File(path: path, byteCount: byteCount))
    return .string("\(mark)\(files.count - 1)")
  }

  /// The value with the files in their places.
  func segments(of value: JSONValue) -> [HTTPRequest.Segment] {
    var segments: [HTTPRequest.Segment] = []
    var rest = value.bytes[...]
    while let place = rest.firstRange(of: Array(mark.utf8)) {
      let number = rest[place.upperBound...].prefix { $0 != UInt8(ascii: "\"") }
      segments.append(.bytes(Array(rest[..<place.lowerBound])))
      Int(String(decoding: number, as: UTF8.self)).map { segments.append(files[$0]) }
      rest = rest[number.endIndex...]
    }
    return segments + [.bytes(Array(rest))]
  }
}

extension HTTPRequest {
  /// A request whose body is one JSON value with files in it.
  package static func json(
    _ method: Method, _ path: String, _ value: JSONValue, _ files: JSONFiles
  ) -> HTTPRequest {
    HTTPRequest(
      method, path, headers: [HTTPHeader("Content-Type", "application/json")],
      body: .segments(files.segments(of: value)))
  }
}
