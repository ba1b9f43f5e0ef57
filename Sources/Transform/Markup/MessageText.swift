import MigrationKit

/// What has to be known beside a message's text to write it in the new system's markup.
struct TextContext: Sendable {
  let language: MarkupLanguage
  /// The ids of the message's pictures by what its text calls them: their Content-ID, without its angle brackets
  /// (`cid:` leads to them), or the `data:` address that they are.
  var images: [String: String] = [:]
  /// The names of the message's files, by the same.
  var files: [String: String] = [:]
  /// All files that are attached, by their ids: the old system's own addresses lead to them too.
  var attachments: [String: ExtractedAttachment] = [:]
  /// Nil: nothing in the text is taken for another ticket.
  var references: (any TicketReferences)?
}

/// Finds the tickets that a text speaks of. Only tickets that are migrated are found.
protocol TicketReferences: Sendable {
  /// The ticket whose page, history or attachment has this address in the old system.
  func ticket(at address: String) -> SourceID<Ticket>?

  /// The file that has this address in the old system, by its id.
  func attachment(at address: String) -> String?

  /// The whole address of a page of the old system, where a text has it without scheme and host ("/Ticket/…"); nil for
  /// what is none.
  func address(ofPage path: String) -> String?

  /// Numbers such as "#1234" that mean a ticket, in plain text, in its order, without overlaps.
  func mentions(in text: Substring) -> [TicketMention]
}

extension TicketReferences {
  func attachment(at address: String) -> String? { nil }
  func address(ofPage path: String) -> String? { nil }
}

struct TicketMention: Equatable {
  /// What becomes the link: the "#1234" of "[support #1234]", an address.
  let range: Range<String.Index>
  let ticket: SourceID<Ticket>
}

/// A message's text in the new system's markup: what was plain is shown as plain, what was marked up keeps its
/// shape. Placeholders stand for pictures and for other tickets.
enum MessageText {
  /// The text, and what was changed of it or left out.
  static func reading(html: String, _ context: TextContext) -> (text: String, changes: CountsByName) {
    if context.language != .plain { return HTMLMarkup.write(html, context) }
    let (text, changes) = PlainText.from(html: html, context)
    return (shownPlain(Placeholder.disarmed(text), context), changes)
  }

  static func from(html: String, _ context: TextContext) -> String { reading(html: html, context).text }

  static func from(plain: String, _ context: TextContext) -> String {
    let text = Placeholder.disarmed(plain.endingLines).cleanText.trimmingBlankEnds
    if context.language != .plain { return PlainMarkup.write(text, context) }
    return shownPlain(text, context)
  }

  /// For a system without markup, which joins spaces anyway.
  private static func shownPlain(_ text: String, _ context: TextContext) -> String {
    let visible = text.lines.map(\.withVisibleSpaces).joined(separator: "\n")
    return context.language.escaped(context.references?.marked(visible) ?? visible, in: .withPlaceholders)
  }
}

extension String {
  /// Empty ones too. Characters are not looked at: it is UTF-8 that is split.
  var lines: [Substring] {
    var lines: [Substring] = []
    var start = startIndex
    for end in lineEnds {
      let end = utf8.index(startIndex, offsetBy: end)
      lines.append(self[start..<end])
      start = utf8.index(after: end)
    }
    lines.append(self[start...])
    return lines
  }

  /// Those that are not empty.
  var filledLines: [Substring] { lines.filter { !$0.isEmpty } }

  /// In bytes.
  private var lineEnds: [Int] {
    withBytes { bytes in
      var ends: [Int] = []
      var end = bytes.end(of: lineFeed, from: 0)
      while end < bytes.count {
        ends.append(end)
        end = bytes.end(of: lineFeed, from: end + 1)
      }
      return ends
    }
  }

  /// Form feeds and vertical tabs end lines.
  fileprivate var endingLines: String {
    guard withBytes({ $0.contains { $0 == 0x0B || $0 == 0x0C } }) else { return self }
    return String(decoding: utf8.map { $0 == 0x0B || $0 == 0x0C ? lineFeed : $0 }, as: UTF8.self)
  }
}
