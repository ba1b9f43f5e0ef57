/// A server's answer.
package struct HTTPResponse: Sendable, Equatable {
  package let status: Int
  /// In the order received; a name may occur more than once (`Set-Cookie`).
  package private(set) var headers: [HTTPHeader]
  /// Empty when the body went to a file.
  package private(set) var body: [UInt8]
  /// Length of the body as delivered (after decompression), wherever it went. Of a file that was continued, the whole.
  package let byteCount: Int
  private var secrets = RequestSecrets()

  package init(status: Int, headers: [HTTPHeader] = [], body: [UInt8] = [], byteCount: Int? = nil) {
    self.status = status
    self.headers = headers
    self.body = body
    self.byteCount = byteCount ?? body.count
  }

  /// The first header of this name, whatever its case.
  package func header(_ name: String) -> String? {
    headers.first { $0.isNamed(name) }?.value
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

  /// The answer with the rest of a file, as one for the whole: that is what was asked for.
  func completing(_ half: HalfFile?) -> HTTPResponse {
    guard status == 206, let half else { return self }
    return HTTPResponse(status: 200, headers: headers, body: body, byteCount: half.byteCount + byteCount)
  }

  /// The same answer as it may be shown and kept. What the server repeats of our secrets is taken out of the whole of
  /// a refusal; the body of a success is data and stays as it is, and only its excerpt is clean.
  func hiding(_ secrets: RequestSecrets) -> HTTPResponse {
    var response = self
    response.secrets = secrets
    guard status >= 300 else { return response }
    let redactor = secrets.redactor
    response.headers = headers.map { HTTPHeader($0.name, redactor.redacted($0.value)) }
    response.body = redactor.redacted(body)
    return response
  }

  /// The beginning of the body on one line, for messages; control characters are replaced.
  package var excerpt: String {
    // More than is shown, because a secret that is cut in two would not be found.
    let text = secrets.redactor.redacted(String(decoding: body.prefix(4096), as: UTF8.self)).prefix(200)
    return String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
  }
}
