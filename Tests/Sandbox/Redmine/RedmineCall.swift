import Foundation
import MigrationKit

/// One request, read as far as every resource needs it.
struct RedmineCall {
  let request: WebRequest
  /// The path's parts, decoded, without ".json".
  let segments: [String]
  /// Whom the server takes the caller for; nil is Redmine's anonymous user.
  var user: Redmine.User?
  /// The variable parts of the route that was chosen.
  var parameters: [String] = []
  /// The state of the issue this change was begun on; see `RedmineImitation`.
  var lockVersion: Int?
  private let body: JSONNode?

  init(_ request: WebRequest) throws(RedmineRefusal) {
    self.request = request
    var parts = request.path.split(separator: "/").map { String($0).removingPercentEncoding ?? String($0) }
    if let last = parts.last, last.hasSuffix(".json") { parts[parts.count - 1] = String(last.dropLast(5)) }
    segments = parts
    body = try RedmineCall.read(request)
  }

  /// Only a JSON body is read; anything else counts as no parameters at all.
  private static func read(_ request: WebRequest) throws(RedmineRefusal) -> JSONNode? {
    let type = request.header("Content-Type") ?? ""
    guard type.hasPrefix("application/json"), !request.body.isEmpty else { return nil }
    // Ruby's reader refuses a lone surrogate, which ours lets pass.
    guard let root = try? JSONDocument(request.body).root,
      !root.holdsReplacement || request.body.holdsWrittenReplacement
    else { throw RedmineRefusal(.page(400)) }
    return root
  }

  /// The members of the body's one object: `{"issue": {…}}`.
  func attributes(_ name: String) -> RedmineAttributes { RedmineAttributes(node: body?[name]) }

  /// The body's own members, for the few calls without an object around them.
  var plainAttributes: RedmineAttributes { RedmineAttributes(node: body) }

  func number(_ position: Int = 0) throws(RedmineRefusal) -> Int {
    guard let number = Int(parameters[position]) else { throw .notFound }
    return number
  }

  func includes(_ name: String) -> Bool {
    (request["include"] ?? "").split(separator: ",").contains { $0 == name }
  }

  /// Where this server was reached, for the addresses in its answers.
  var origin: String { "http://" + (request.header("Host") ?? "127.0.0.1") }

  /// 25 rows unless asked otherwise, never more than 100; nonsense is the default.
  var limit: Int {
    guard let limit = request["limit"].flatMap({ Int($0) }), limit > 0 else { return 25 }
    return min(limit, 100)
  }

  var offset: Int {
    if let offset = request["offset"].flatMap({ Int($0) }) { return max(offset, 0) }
    if let page = request["page"].flatMap({ Int($0) }) { return max(page - 1, 0) * limit }
    return 0
  }
}

extension JSONNode {
  fileprivate var holdsReplacement: Bool {
    string?.unicodeScalars.contains("\u{FFFD}") == true || elements.contains(where: \.holdsReplacement)
      || members.contains { $0.value.holdsReplacement }
  }
}

extension [UInt8] {
  /// U+FFFD that the sender wrote, as UTF-8 or escaped.
  fileprivate var holdsWrittenReplacement: Bool {
    let text = String(decoding: self, as: UTF8.self)
    return text.contains("\u{FFFD}") || text.lowercased().contains("\\ufffd")
  }
}
