import MigrationKit

/// What one transaction says: its text, put together from the MIME parts, and the files it brought.
struct RequestTrackerMessage {
  let text: String
  /// The ids of the parts that the text was made from.
  let spokenParts: Set<String>
  let files: [ExtractedAttachment]

  /// `parts` in the order of their ids: a part comes before those it contains. Where `isComplete`, throws for a
  /// part whose content is neither among the bodies nor among the files.
  /// - Parameter shown: the files that will be attached, and so can be shown in the text; nil: all.
  init(
    parts: [RequestTrackerPart], contents: [String: String], files: [String: ExtractedAttachment],
    showing shown: [String: ExtractedAttachment]? = nil, isComplete: Bool, _ wording: Wording
  ) throws {
    let containers = Set(parts.filter { $0.isContainer(files[$0.id]) }.map(\.id))
    let others = parts.filter { contents[$0.id] == nil && !containers.contains($0.id) }
    if isComplete, let missing = others.first(where: { files[$0.id] == nil }) {
      throw MissingFile(name: "attachment \(missing.id)")
    }
    self.files = others.compactMap { files[$0.id] }
    let shown = wording.showing(Self.pictures(in: parts, shown ?? files))
    let spoken = MessageTree(parts, containers: containers).speech(of: contents, shown)
    text = spoken.text
    spokenParts = spoken.parts
  }

  /// What a text can show: parts that came as files, by the names that texts call them.
  static func pictures(
    in parts: [RequestTrackerPart], _ files: [String: ExtractedAttachment]
  ) -> [String: String] {
    guard !files.isEmpty else { return [:] }
    let named = parts.filter { files[$0.id] != nil }.flatMap { part in part.pictureNames.map { ($0, part.id) }
    }
    return Dictionary(named) { first, _ in first }
  }
}

extension RequestTrackerPart {
  /// Its Content-ID without the angle brackets, and its Content-Location: RFC 2392, RFC 2557.
  var pictureNames: [String] {
    ["Content-ID", "Content-Location"].compactMap(header).map(Self.pictureName).filter { !$0.isEmpty }
  }

  static func pictureName(_ value: String) -> String { value.trimmingSpace.trimming("<", ">") }

  /// Holds other parts and no bytes of its own. A forwarded mail does when the server took it apart on arrival;
  /// else it is a file.
  fileprivate func isContainer(_ file: ExtractedAttachment?) -> Bool {
    mediaType.hasPrefix("multipart/") || (mediaType == "message/rfc822" && (file?.byteCount ?? 0) == 0)
  }
}

extension String {
  /// Without these characters at its ends.
  fileprivate func trimming(_ open: Character, _ close: Character) -> String {
    let start = first == open ? dropFirst() : self[...]
    return String(start.last == close ? start.dropLast() : start)
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
  func speech(of contents: [String: String], _ wording: Wording) -> MessageSpeech {
    var speeches: [String: MessageSpeech] = [:]
    for part in parts.reversed() {
      let inner = (children[part.id] ?? []).compactMap { child in
        speeches.removeValue(forKey: child.id).map { (child, $0) }
      }
      speeches[part.id] =
        contents[part.id].map { MessageSpeech(of: part, $0, wording.context) }
        ?? MessageSpeech(of: part, holding: inner, wording)
    }
    return MessageSpeech(joining: roots.compactMap { speeches[$0.id] })
  }
}

extension RequestTrackerPart {
  /// Alternatives are versions of one text: a file or a forwarded mail is none, and must not be passed over.
  fileprivate func canHold(_ part: RequestTrackerPart) -> Bool {
    mediaType != "multipart/alternative"
      || ["text/plain", "text/html", "multipart/related"].contains(part.mediaType)
  }
}
