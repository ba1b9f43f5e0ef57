import MigrationKit

/// What an extraction was asked for. Two that differ must not share a folder.
struct ExtractionRequest: JSONRecord, Equatable, CustomStringConvertible {
  let system: String
  let url: String
  /// Empty: all.
  let queues: [String]
  let limit: Int?

  init(system: String, url: String, queues: [String], limit: Int?) {
    self.system = system
    self.url = url
    self.queues = queues
    self.limit = limit
  }

  init(json: JSONNode) throws {
    system = try json.string("system")
    url = try json.string("url")
    queues = try json.strings("queues")
    limit = try json.optional("limit", \.int)
  }

  var json: JSONValue {
    .members([
      "system": .string(system), "url": .string(url), "queues": .strings(queues),
      "limit": limit.map { .int($0) },
    ])
  }

  var description: String {
    let part = queues.isEmpty ? "all queues" : queues.joined(separator: ", ")
    return "\(part) of \(url)" + (limit.map { ", the first \($0)" } ?? "")
  }
}
