import Foundation
import MigrationKit
import Testing

@testable import Transform

/// Each folder of `Fixtures/Mail` holds a message as it came, `mail.html` or `mail.txt`, and in `expected.<language>`
/// what becomes of it. `TICKETFERRY_RECORD=1` writes the latter again. Whether a real Redmine shows them as a
/// person wants it, and as `expect.json` says, is asked by `Tests/Live/rendered-mails`.
@Suite struct GoldenMailTests {
  @Test(arguments: try GoldenMail.all(), MarkupLanguage.allCases)
  func `a mail becomes what is expected`(mail: GoldenMail, language: MarkupLanguage) throws {
    let result = try mail.text(in: language)
    let file = mail.expected(in: language)
    if ProcessInfo.processInfo.environment["TICKETFERRY_RECORD"] != nil {
      try result.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try Array(result.utf8) == Array(Data(contentsOf: file)))
  }

  @Test func `there are mails`() throws {
    #expect(try GoldenMail.all().count >= 100)
  }

  /// The same text is written into notes, descriptions and files; none may carry what a server takes for its end.
  @Test(arguments: try GoldenMail.all(), MarkupLanguage.allCases)
  func `no control character is left`(mail: GoldenMail, language: MarkupLanguage) throws {
    let left = try mail.text(in: language).unicodeScalars.filter {
      $0.properties.generalCategory == .control && $0 != "\n" && $0 != "\t"
    }
    #expect(left.isEmpty)
  }

  @Test(arguments: try GoldenMail.all(), MarkupLanguage.allCases)
  func `placeholders stand for the tickets and pictures that are known`(
    mail: GoldenMail, language: MarkupLanguage
  ) throws {
    for placeholder in Placeholder.all(in: try mail.text(in: language)) {
      switch placeholder {
      case .ticket(let id, _): #expect(ColleagueReferences.known.contains(id.text))
      case .image(let attachment, _): #expect(try mail.attachments.contains(attachment))
      }
    }
  }
}

struct GoldenMail: CustomTestStringConvertible {
  let folder: URL
  var testDescription: String { folder.lastPathComponent }

  /// The pictures that the mails bring along, by their Content-ID as each program writes it.
  static let images = [
    "image001.png@01DA5C3E.7F2B9D10": "54", "image002.jpg@01DA5C3E.7F2B9D10": "55", "ii_lr8x2k9p0": "56",
    "E1B2C3D4-0001@mail.example.test": "57", "part1.0Kd7Xw.9fQ2@kunde.example.test": "58",
    "_1_0A2B3C4D0A2B39F0003A5F2EC1258A00": "59",
  ]

  static func all() throws -> [GoldenMail] {
    let mails = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/Mail").standardizedFileURL
    return try FileManager.default.contentsOfDirectory(at: mails, includingPropertiesForKeys: nil)
      .sorted { $0.path < $1.path }
      .map(GoldenMail.init)
  }

  func expected(in language: MarkupLanguage) -> URL {
    folder.appending(path: "expected.\(language.rawValue)")
  }

  func text(in language: MarkupLanguage) throws -> String {
    var context = TextContext(language: language, images: Self.images, references: ColleagueReferences.all)
    let plain = folder.appending(path: "mail.txt")
    if FileManager.default.fileExists(atPath: plain.path) {
      return MessageText.from(plain: try read(plain), context)
    }
    let embedded = try embedded()
    context.images.merge(embedded.mapValues(\.id)) { first, _ in first }
    context.files = embedded.mapValues(\.name)
    context.attachments = ["54": ExtractedAttachment.picture]
    return MessageText.from(html: try read(folder.appending(path: "mail.html")), context)
  }

  /// The ids of the pictures that its text can show.
  var attachments: Set<String> {
    get throws { try Set(Self.images.values).union(embedded().values.map(\.id)) }
  }

  private func embedded() throws -> [String: ExtractedAttachment] {
    let html = folder.appending(path: "mail.html")
    guard FileManager.default.fileExists(atPath: html.path) else { return [:] }
    var files = EmbeddedFiles(of: SourceID("5"))
    files.add(from: try read(html), part: "90")
    return files.byAddress
  }

  private func read(_ file: URL) throws -> String {
    String(decoding: try Data(contentsOf: file), as: UTF8.self)
  }
}

extension ExtractedAttachment {
  fileprivate static let picture = ExtractedAttachment(
    ticket: SourceID("5"), id: "54", name: "shot.png", mediaType: "image/png", byteCount: 1, sha256: "")
}

/// Six tickets of a Request Tracker at rt.example.test.
private enum ColleagueReferences {
  static let known: Set<String> = ["3", "12", "42", "77", "1234", "4711"]

  static let all: RequestTrackerReferences = {
    var census = Census()
    for id in known { census.add(SourceID(id), merged: []) }
    census.words.tags = ["support", "rt.example.test"]
    return RequestTrackerReferences(census, addresses: ["https://rt.example.test"], .linked)
  }()
}
