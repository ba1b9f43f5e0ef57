import Foundation
import MigrationKit

/// The reader of all that comes from servers and lies under `data/`, and the reader of the configuration.
let jsonTargets = [
  FuzzTarget("json") { input in
    let root = try JSONDocument(Array(input.bytes)).root
    let written = JSONValue.source(root).bytes
    let copy = again(written)
    promise(JSONValue.source(copy).bytes == written, "writing again changes nothing")
    promise(isSame(root, copy), "what was written reads the same")
    promise(isSame(root, again(rebuilt(root).bytes)), "a value made of its parts reads the same")
  },
  FuzzTarget("configuration") { input in
    let configuration = try Configuration(text: input.text, path: "migration.json5")
    promise(configuration.source.server.url.hasPrefix("http"), "the source has an address")
    promise(!configuration.target.marker.isEmpty, "the target has a marker")
  },
  FuzzTarget("records") { input in
    let node = try JSONDocument(Array(input.bytes)).root
    keepsItself(Ticket.self, node)
    keepsItself(Article.self, node)
    keepsItself(Attachment.self, node)
    keepsItself(Person.self, node)
    keepsItself(SourceRecord.self, node)
    keepsItself(ExtractedAttachment.self, node)
    keepsItself(SkippedTicket.self, node)
    keepsItself(TicketLink.self, node)
    keepsItself(Reject.self, node)
    keepsItself(CustomField.self, node)
    keepsItself(Vocabulary.self, node)
  },
  FuzzTarget("json-lines") { input in
    var input = input
    // Now and then as much in front that a line lies across the end of the reader's buffer.
    let choice = input.number(below: 1 << 12)
    var content = [UInt8](repeating: 0x78, count: choice < 128 ? (256 << 10) - choice : 0)
    if choice % 2 == 1 { content.append(0x0A) }
    content += input.bytes
    try FuzzFile.write(content)
    try readsEveryLine(of: content)
    var records = try RecordReader<ExtractedAttachment>(FuzzFile.path)
    while try records.next() != nil {}
  },
]

/// A file for what reads files; one a process.
enum FuzzFile {
  static let path = NSTemporaryDirectory() + "/fuzz-\(ProcessInfo.processInfo.processIdentifier)"

  static func write(_ bytes: [UInt8]) throws {
    try OpenFile(path, .replacing).write(bytes)
  }
}

/// What was written by us must be read by us.
func again(_ written: [UInt8]) -> JSONNode {
  do {
    return try JSONDocument(written).root
  } catch {
    fatalError("broken promise: what was written can be read: \(error)")
  }
}

private func readsEveryLine(of content: [UInt8]) throws {
  var lines = try LineReader(FuzzFile.path)
  var joined: [UInt8] = []
  while let line = try lines.next() {
    promise(!line.contains(0x0A), "a line holds no line break")
    joined += line + [0x0A]
  }
  let whole = content.isEmpty || content.last == 0x0A ? content : content + [0x0A]
  promise(joined == whole, "the lines together are the file")
  promise(lines.lineNumber == whole.count { $0 == 0x0A }, "lines are counted")
}

private func keepsItself<Record: JSONRecord>(_ type: Record.Type, _ node: JSONNode) {
  guard let record = try? Record(json: node) else { return }
  let written = record.json.bytes
  do {
    promise(try Record(json: again(written)).json.bytes == written, "\(type) is what it wrote")
  } catch {
    fatalError("broken promise: \(type) reads what it wrote: \(error)")
  }
}

private func isSame(_ left: JSONNode, _ right: JSONNode) -> Bool {
  left.isNull == right.isNull && left.bool == right.bool && left.string == right.string
    && left.numberText == right.numberText && left.int == right.int && left.isArray == right.isArray
    && left.elements.count == right.elements.count && left.members.count == right.members.count
    && zip(left.elements, right.elements).allSatisfy(isSame)
    && zip(left.members, right.members).allSatisfy { $0.key == $1.key && isSame($0.value, $1.value) }
}

/// The same value with every text decoded and written again.
private func rebuilt(_ node: JSONNode) -> JSONValue {
  if node.isObject { return .object(node.members.map { JSONValue.Member($0.key, rebuilt($0.value)) }) }
  if node.isArray { return .array(node.elements.map(rebuilt)) }
  return node.string.map { .string($0) } ?? .source(node)
}
