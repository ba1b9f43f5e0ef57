import MigrationKit

/// What one transaction says: its text, put together from the MIME parts, and the files it brought.
struct Message {
  let text: String
  /// The ids of the parts that the text was made from.
  let spokenParts: [String]
  /// By the ids of parts what was changed of their text or left out.
  let changes: [String: CountsByName]
  /// Of these, those that stand below another version of the same text.
  let furtherVersions: [String]
  /// Those of its parts, then those of its texts.
  let files: [ExtractedAttachment]
  /// The files that its texts hold.
  let embedded: [EmbeddedFile]

  /// `parts` in the order of their ids: a part comes before those it contains. Where `isComplete`, throws for a
  /// part whose content is neither among the bodies nor among the files.
  /// - Parameter isAttached: says of a file whether it will be, and so can be shown in the text; nil: all are.
  init(
    parts: [MessagePart], contents: [String: String], of ticket: SourceID<Ticket>,
    files: [String: ExtractedAttachment], isAttached: ((ExtractedAttachment) -> Bool)? = nil,
    isComplete: Bool,
    _ wording: Wording
  ) throws {
    let isContainer = parts.map { $0.isContainer(files[$0.id]) }
    let others = zip(parts, isContainer).filter { contents[$0.id] == nil && !$1 }.map(\.0)
    if isComplete, let missing = others.first(where: { files[$0.id] == nil }) {
      throw MissingFile(name: "attachment \(missing.id)")
    }
    let embedded = Self.embeddedFiles(in: parts, contents, of: ticket)
    self.embedded = embedded.all
    self.files = others.compactMap { files[$0.id] } + embedded.all.map(\.file)
    let named = Self.pictures(in: parts, files).merging(embedded.byAddress) { first, _ in first }
    var attached = files
    for file in embedded.all.map(\.file) { attached[file.id] = file }
    if let isAttached { attached = attached.filter { isAttached($1) } }
    let shown = wording.showing(named, attached: attached)
    let spoken = MessageTree(parts, isContainer: isContainer).speech(of: contents, shown)
    text = spoken.text
    spokenParts = spoken.parts
    changes = spoken.changes
    furtherVersions = spoken.furtherVersions
  }

  /// What a text can show: parts that came as files, by the names that texts call them.
  static func pictures(
    in parts: [MessagePart], _ files: [String: ExtractedAttachment]
  ) -> [String: ExtractedAttachment] {
    guard !files.isEmpty else { return [:] }
    let named = parts.flatMap { part in
      files[part.id].map { file in part.pictureNames.map { ($0, file) } } ?? []
    }
    return Dictionary(named) { first, _ in first }
  }

  private static func embeddedFiles(
    in parts: [MessagePart], _ contents: [String: String], of ticket: SourceID<Ticket>
  ) -> EmbeddedFiles {
    var files = EmbeddedFiles(of: ticket)
    for part in parts where part.mediaType == "text/html" {
      if let html = contents[part.id] { files.add(from: html, part: part.id) }
    }
    return files
  }
}

extension MessagePart {
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

/// The parts of one message, each under the part it lies in. They are known by their places.
private struct MessageTree {
  private let parts: [MessagePart]
  private var children: [[Int]]
  private var roots: [Int] = []

  /// Where no row names its parent, a part lies in the nearest container before it that can hold it.
  init(_ parts: [MessagePart], isContainer: [Bool]) {
    self.parts = parts
    children = Array(repeating: [], count: parts.count)
    let isStated = parts.contains { $0.parent != nil }
    var seen = OrderedIDs()
    var nearest: Int?
    for (place, part) in parts.enumerated() {
      if let container = nearest, !parts[container].canHold(part) { nearest = nil }
      let parent = isStated ? part.parent.flatMap { seen.place(of: $0) } : nearest
      if let parent { children[parent].append(place) } else { roots.append(place) }
      if isStated { seen.append(part.id) }
      if isContainer[place] { nearest = place }
    }
  }

  /// Joined from the leaves to the roots, without recursion: mail can nest at will.
  func speech(of contents: [String: String], _ wording: Wording) -> MessageSpeech {
    var speeches: [MessageSpeech?] = Array(repeating: nil, count: parts.count)
    for place in parts.indices.reversed() {
      let part = parts[place]
      let inner = children[place].compactMap { child in
        speeches[child].take().map { (parts[child], $0) }
      }
      speeches[place] =
        contents[part.id].map { MessageSpeech(of: part, $0, wording.context) }
        ?? MessageSpeech(of: part, holding: inner, wording)
    }
    return MessageSpeech(joining: roots.compactMap { speeches[$0] })
  }
}

extension MessagePart {
  /// Alternatives are versions of one text: a file or a forwarded mail is none, and must not be passed over.
  fileprivate func canHold(_ part: MessagePart) -> Bool {
    mediaType != "multipart/alternative"
      || ["text/plain", "text/html", "multipart/related"].contains(part.mediaType)
  }
}
