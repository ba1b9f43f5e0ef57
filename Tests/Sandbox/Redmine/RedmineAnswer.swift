import MigrationKit

/// An answer that ends a request before its time.
struct RedmineRefusal: Error {
  let response: WebResponse

  init(_ response: WebResponse) {
    self.response = response
  }

  static let notFound = RedmineRefusal(.empty(404))
  static let forbidden = RedmineRefusal(.empty(403))

  static func invalid(_ errors: [String]) -> RedmineRefusal { RedmineRefusal(.errors(errors)) }
}

extension WebResponse {
  static func answer(_ value: JSONValue, status: Int = 200, location: String? = nil) -> WebResponse {
    let headers =
      [("Content-Type", "application/json; charset=utf-8")] + (location.map { [("Location", $0)] } ?? [])
    return WebResponse(status: status, headers: headers, body: value.bytes)
  }

  static let done = WebResponse(status: 204)

  /// Refusals without words have an empty body that still calls itself JSON.
  static func empty(_ status: Int) -> WebResponse {
    WebResponse(status: status, headers: [("Content-Type", "application/json")])
  }

  static func errors(_ errors: [String]) -> WebResponse {
    .answer(["errors": .strings(errors)], status: 422)
  }

  /// What Redmine shows to a browser: an address it does not know, or a body it cannot read (400, empty).
  static func page(_ status: Int) -> WebResponse {
    let text =
      status == 400 ? "" : "<!DOCTYPE html>\n<html><head><title>\(status) - Redmine</title></head></html>\n"
    return WebResponse(
      status: status, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(text.utf8))
  }
}

extension JSONValue {
  /// A list with Redmine's three numbers behind it.
  static func page(_ name: String, _ rows: [JSONValue], of call: RedmineCall) -> JSONValue {
    page(name, Array(rows.dropFirst(call.offset).prefix(call.limit)), total: rows.count, of: call)
  }

  /// The same of rows that are one page already.
  static func page(_ name: String, _ rows: [JSONValue], total: Int, of call: RedmineCall) -> JSONValue {
    .object([
      Member(name, .array(rows)), Member("total_count", .int(total)), Member("offset", .int(call.offset)),
      Member("limit", .int(call.limit)),
    ])
  }

  static func reference(_ id: Int, _ name: String) -> JSONValue { ["id": .int(id), "name": .string(name)] }

  static func reference(_ named: Redmine.Named) -> JSONValue { reference(named.id, named.name) }

  static func optional(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }
}
