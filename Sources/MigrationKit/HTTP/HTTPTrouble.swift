import Foundation

/// What went wrong between a client and its server, even where everything came to a good end: a run that took long
/// because every fifth answer was an error says so.
package struct HTTPTrouble: Sendable, Equatable {
  struct Answers: Sendable, Equatable {
    let status: Int
    let count: Int
    /// What the first of them said; empty when it said nothing for people.
    let words: String
  }

  let server: String
  let answers: [Answers]
  let unanswered: Int
  let waits: RequestBoard.Times

  /// Nil when there was none.
  package init?(_ statistics: HTTPStatistics, of server: String) {
    let answers = statistics.answers.sorted { $0.key < $1.key }
      .filter { HTTPResponse.isTrouble(status: $0.key) }
      .map { Answers(status: $0.key, count: $0.value, words: statistics.words[$0.key] ?? "") }
    guard !answers.isEmpty || statistics.unanswered > 0 else { return nil }
    self.server = server
    self.answers = answers.sorted { ($0.count, $1.status) > ($1.count, $0.status) }
    unanswered = statistics.unanswered
    waits = statistics.waits
  }

  /// "https://x answered 187 requests with 500 (database is locked), 3 with 429; 1 request got no answer. …"
  package var sentence: String {
    let parts = answers.enumerated().map { position, answers in
      (position == 0 ? counted(answers.count, "request") : grouped(answers.count))
        + " with \(answers.status)" + (answers.words.isEmpty ? "" : " (\(answers.words))")
    }
    let answered = parts.isEmpty ? nil : "\(server) answered \(parts.joined(separator: ", "))"
    let lost = unanswered == 0 ? nil : "\(counted(unanswered, "request")) to \(server) got no answer"
    return [answered, lost].compactMap(\.self).joined(separator: "; ") + (waited.map { ". \($0)" } ?? "")
  }

  /// Nil when nothing was waited for.
  private var waited: String? {
    let parts = [
      (waits.betweenTries, "before trying again"), (waits.pausing, "because the server asked for it"),
    ]
    .filter { $0.0 >= .seconds(1) }.map { "\(span($0.0 / .seconds(1))) \($0.1)" }
    return parts.isEmpty ? nil : "Waited, added up over all requests: \(parts.joined(separator: ", "))"
  }
}

extension HTTPTrouble: JSONRecord {
  package init(json: JSONNode) throws {
    server = try json.string("server")
    answers = try (json["answers"]?.elements ?? []).map { answer in
      Answers(
        status: try answer.int("status"), count: try answer.int("count"), words: try answer.string("words"))
    }
    unanswered = try json.int("unanswered")
    waits = RequestBoard.Times(
      pausing: .seconds(try json.int("seconds_paused")),
      betweenTries: .seconds(try json.int("seconds_before_retries")))
  }

  package var json: JSONValue {
    [
      "server": .string(server),
      "answers": .array(
        answers.map { ["status": .int($0.status), "count": .int($0.count), "words": .string($0.words)] }),
      "unanswered": .int(unanswered),
      "seconds_paused": .int(Int(waits.pausing / .seconds(1))),
      "seconds_before_retries": .int(Int(waits.betweenTries / .seconds(1))),
    ]
  }
}

extension HTTPResponse {
  /// Statuses that a healthy server does not give: it is overloaded, out of order, or keeps something from this login.
  static func isTrouble(status: Int) -> Bool { status >= 500 || [403, 408, 425, 429].contains(status) }

  var isTrouble: Bool { Self.isTrouble(status: status) }

  /// What the answer says in a few words: the message of a JSON object, the title of a page, or how the text begins.
  var gist: String {
    let text = excerpt.trimmingCharacters(in: .whitespaces)
    let words: String
    if let answer = try? json(), answer.isObject {
      words = (answer["message"] ?? answer["error"] ?? answer["errors"]?.elements.first)?.string ?? ""
    } else if text.hasPrefix("<") {
      let title = text.firstMatch(of: /<title>(.*?)<\/title>/.ignoresCase())
      words = title.map { String($0.output.1).trimmingCharacters(in: .whitespaces) } ?? ""
    } else {
      words = text
    }
    return words.clipped(to: 80)
  }
}
