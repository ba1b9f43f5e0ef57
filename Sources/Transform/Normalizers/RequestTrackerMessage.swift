import MigrationKit

/// What one transaction says: its text, put together from the MIME parts, and the files it brought.
struct RequestTrackerMessage {
  let text: String
  let files: [ExtractedAttachment]

  /// `parts` in the order of their ids: a part comes before those it contains. Where `isComplete`, throws for a
  /// part whose content is neither among the bodies nor among the files.
  init(
    parts: [RequestTrackerPart], contents: [String: String], files: [String: ExtractedAttachment],
    isComplete: Bool
  ) throws {
    let containers = Set(parts.filter { $0.isContainer(files[$0.id]) }.map(\.id))
    let others = parts.filter { contents[$0.id] == nil && !containers.contains($0.id) }
    if isComplete, let missing = others.first(where: { files[$0.id] == nil }) {
      throw MissingFile(name: "attachment \(missing.id)")
    }
    self.files = others.compactMap { files[$0.id] }
    text = MessageTree(parts, containers: containers).text(contents)
  }
}

extension RequestTrackerPart {
  /// Holds other parts and no bytes of its own. A forwarded mail does when the server took it apart on arrival;
  /// else it is a file.
  fileprivate func isContainer(_ file: ExtractedAttachment?) -> Bool {
    mediaType.hasPrefix("multipart/") || (mediaType == "message/rfc822" && (file?.byteCount ?? 0) == 0)
  }
}

/// The parts of one message, each under the part it lies in.
private struct MessageTree {
  private let parts: [RequestTrackerPart]
  private var children: [String: [RequestTrackerPart]] = [:]
  private var roots: [RequestTrackerPart] = []

  /// Where no row names its parent, a part lies in the nearest container before it that can hold it.
  init(_ parts: [RequestTrackerPart], containers: Set<String>) {
    self.parts = parts
    let isStated = parts.contains { $0.parent != nil }
    var seen: Set<String> = []
    var nearest: RequestTrackerPart?
    for part in parts {
      if nearest?.canHold(part) == false { nearest = nil }
      let parent = isStated ? part.parent : nearest?.id
      if let parent, seen.contains(parent) {
        children[parent, default: []].append(part)
      } else {
        roots.append(part)
      }
      seen.insert(part.id)
      if containers.contains(part.id) { nearest = part }
    }
  }

  /// Joined from the leaves to the roots, without recursion: mail can nest at will.
  func text(_ contents: [String: String]) -> String {
    var texts: [String: String] = [:]
    for part in parts.reversed() {
      let inner = (children[part.id] ?? []).compactMap { child in
        texts.removeValue(forKey: child.id).map { (child, $0) }
      }
      texts[part.id] = contents[part.id].map(part.readable) ?? part.joined(inner)
    }
    return roots.compactMap { texts[$0.id] }.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}

extension RequestTrackerPart {
  /// Alternatives are versions of one text: a file or a forwarded mail is none, and must not be passed over.
  fileprivate func canHold(_ part: RequestTrackerPart) -> Bool {
    mediaType != "multipart/alternative"
      || ["text/plain", "text/html", "multipart/related"].contains(part.mediaType)
  }

  /// A body's text without markup.
  fileprivate func readable(_ content: String) -> String {
    mediaType == "text/html" ? PlainText.from(html: content) : content.cleanText.trimmingBlankEnds
  }

  /// The text of a container, from those of its parts.
  fileprivate func joined(_ inner: [(part: RequestTrackerPart, text: String)]) -> String {
    let spoken = inner.filter { !$0.text.isEmpty }
    let chosen = mediaType == "multipart/alternative" ? Self.chosen(of: spoken) : spoken
    let text = chosen.map(\.text).joined(separator: "\n\n")
    guard mediaType == "message/rfc822", let mail = inner.first?.part else { return text }
    return mail.forwardingLines(besides: self) + "\n\n" + text
  }

  /// Plain text where there is some; else HTML, alone or with its pictures; else the first.
  private static func chosen(
    of inner: [(part: RequestTrackerPart, text: String)]
  ) -> [(part: RequestTrackerPart, text: String)] {
    let plain = inner.filter { $0.part.mediaType == "text/plain" }
    guard plain.isEmpty else { return plain }
    let rich = inner.first { $0.part.mediaType == "text/html" || $0.part.mediaType.hasPrefix("multipart/") }
    return [rich ?? inner.first].compactMap { $0 }
  }

  /// What a mail program writes above a forwarded mail.
  private func forwardingLines(besides envelope: RequestTrackerPart) -> String {
    let lines = ["From", "To", "Date", "Subject"].compactMap { name in
      (header(name) ?? envelope.header(name)).map { "\(name): \($0)" }
    }
    return (["---------- Forwarded message ----------"] + lines).joined(separator: "\n")
  }
}
