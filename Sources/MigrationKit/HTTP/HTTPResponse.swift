/// A server's answer.
package struct HTTPResponse: Sendable, Equatable {
  package let status: Int
  /// In the order received; a name may occur more than once (`Set-Cookie`).
  package let headers: [HTTPHeader]
  /// Empty when the body went to a file.
  package let body: [UInt8]
  /// Length of the body as delivered (after decompression), wherever it went.
  package let byteCount: Int

  package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = [], byteCount: Int? = nil) {
    self.status = status
    self.headers = headers
    self.body = body
    self.byteCount = byteCount ?? body.count
  }

  /// The first header of this name, whatever its case.
  package func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }

  package var isSuccess: Bool { (200..<300).contains(status) }

  /// The body as JSON. Anything else (a log-in page, a proxy's notice) is an error that shows how it begins.
  package func json() throws(RequestError) -> JSONNode {
    do {
      return try JSONDocument(body).root
    } catch {
      throw .notJSON(status: status, beginning: excerpt)
    }
  }

  /// The beginning of the body on one line, for messages; control characters are replaced.
  package var excerpt: String {
    let text = String(decoding: body.prefix(200), as: UTF8.self)
    return String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
  }
}
