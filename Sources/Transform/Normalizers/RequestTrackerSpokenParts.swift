import MigrationKit

extension RequestTrackerMessage {
  /// The parts whose text the message was made from: asked of the message itself, with marks for texts. Nil: all.
  static func spokenParts(_ parts: [RequestTrackerPart], _ contents: [String: String]) -> Set<String>? {
    let texts = parts.filter { contents[$0.id]?.contains { !$0.isWhitespace } == true }.map(\.id)
    guard texts.count > 1 else { return nil }
    let marks = Dictionary(texts.map { ($0, "x\($0)x") }) { first, _ in first }
    guard
      let message = try? RequestTrackerMessage(parts: parts, contents: marks, files: [:], isComplete: false)
    else { return nil }
    return Set(texts.filter { message.text.contains("x\($0)x") })
  }
}

extension Article {
  /// Lines that tell a header of a mail.
  var quotedLines: Set<String> {
    let names = ["Subject: ", "From: ", "To: ", "Date: "]
    return Set(
      text.split(separator: "\n").filter { line in names.contains { line.hasPrefix($0) } }.map(String.init))
  }
}
