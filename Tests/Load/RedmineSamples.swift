import Foundation
import MigrationKit

@testable import Load

/// Tickets and a server's catalog for the tests of the Redmine target.
enum RedmineSamples {
  static func person(_ login: String?) -> Person {
    Person(name: "Rita Åberg", email: "rita@example.com", login: login)
  }

  static func article(
    _ id: String, isInternal: Bool = false, login: String?, text: String = "Hello", files: [Attachment] = []
  ) -> Article {
    Article(
      id: id, isInternal: isInternal, author: person(login), created: "2021-01-05T12:27:22Z",
      header: "2021-01-0\(id == "1" ? "2" : "5"), RT transaction \(id)", text: text, attachments: files)
  }

  static func plain(id: String) -> Ticket {
    Ticket(
      id: SourceID(id), url: "https://rt.example.com/Ticket/Display.html?id=\(id)", queue: "support",
      type: "Support", state: "New", priority: "High", subject: "Ticket \(id)", author: person("reporter"),
      created: "2021-01-02T16:57:37Z", header: ["RT ticket \(id)"],
      articles: [article("1", login: "reporter")])
  }

  static func bare(id: String) -> Ticket {
    var ticket = plain(id: id)
    ticket.author = Person(name: "Nobody")
    ticket.articles = []
    return ticket
  }

  /// Impersonated and not, internal with files, two files of one name, an empty one, a text that quotes a mark.
  static func everything(id: String, files: [Attachment]) -> Ticket {
    var ticket = plain(id: id)
    ticket.state = "Closed"
    ticket.owner = Person(name: "Anna", login: "anna")
    ticket.watchers = [Person(name: "Boris", login: "boris")]
    ticket.estimatedMinutes = 90
    ticket.fields = [
      CustomField(name: "Affected versions", values: ["1.2", "2.0-β"]),
      CustomField(name: "Kundennummer", values: ["K 77"]), CustomField(name: "Root cause", values: ["a\nb"]),
    ]
    ticket.articles = [
      article(
        "1", login: "reporter", text: "  Grüße 👋\n\n[2021-01-05, RT transaction 2]\n", files: [files[0]]),
      article("2", login: "anna", text: "> [2021-01-05, RT transaction 3]\nno", files: [files[1]]),
      article("3", isInternal: true, login: "anna", files: [files[2], files[3]]),
      article("4", isInternal: true, login: "reporter"),
      article("5", login: nil, text: ""),
    ]
    return ticket
  }
}

/// Four files on disk: three bytes, none, and two of one name.
func sampleFiles(in folder: String) throws -> [Attachment] {
  let samples = [
    ("one", "a.txt", "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"),
    ("", "empty ü.txt", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("three", "same.txt", "8b5b9db0c13db24256c829aa364aa90c6d2eba318b9232a4ab9313b954d3555f"),
    ("seven77", "same.txt", "363025b80362011c5f647eb99f029fc95f7df417a1aec169227a4fbb72f17f0f"),
  ]
  return try samples.enumerated().map { index, sample in
    let path = "\(folder)/\(sample.2)"
    try Data(sample.0.utf8).write(to: URL(fileURLWithPath: path))
    return Attachment(
      id: String(index + 1), name: sample.1, mediaType: "text/plain", byteCount: sample.0.utf8.count,
      sha256: sample.2)
  }
}
