import MigrationKit

extension WebResponse {
  /// JSON under the media type as RT writes it.
  static func json(_ value: JSONValue, status: Int = 200, headers: [(name: String, value: String)] = [])
    -> WebResponse
  {
    WebResponse(
      status: status, headers: [("Content-Type", "application/json; charset=\"utf-8\"")] + headers,
      body: value.bytes)
  }
}
