import MigrationKit

@testable import Transform

/// What an old system's record becomes, and how mail's markup becomes text.
let transformTargets = [
  FuzzTarget("rt-conversion") { input in
    let root = try JSONDocument(Array(input.bytes)).root
    let ticket = try convert(root)
    let written = ticket.json.bytes
    promise(try Ticket(json: again(written)).json.bytes == written, "a ticket reads itself")
    promise(try convert(root).json.bytes == written, "the same record becomes the same ticket")
    promise(
      (1...subjectLimit).contains(ticket.subject.unicodeScalars.count), "the subject has a length to take")
    for file in ticket.articles.flatMap(\.attachments) {
      promise((1...255).contains(file.name.unicodeScalars.count), "a file has a name to take")
      promise(file.name == file.name.cleanLine, "a file's name is one line")
    }
  },
  FuzzTarget("html") { input in
    var input = input
    // Now and then the same again and again, which shows where reading is not linear or nesting has no limit.
    let isRepeated = input.number(below: 16) == 15
    let repetitions = isRepeated ? max(1, (1 << 14) / max(16, input.bytes.count)) : 1
    let html = String(repeating: input.text, count: repetitions)
    for language in MarkupLanguage.allCases {
      let text = MessageText.from(html: html, TextContext(language: language, images: ["x": "1"]))
      promise(text == text.cleanText, "no control character is left")
      promise(text.utf8.count <= 64 * html.utf8.count + 256, "the text is not much longer than its markup")
      promise(Placeholder.all(in: text).allSatisfy { isPicture($0) }, "nobody else writes placeholders")
    }
    let cut = html.shortened(to: subjectLimit)
    promise(cut.unicodeScalars.count <= subjectLimit, "what is cut is short enough")
  },
  FuzzTarget("plain-text") { input in
    for language in MarkupLanguage.allCases where language != .plain {
      let text = MessageText.from(plain: input.text, TextContext(language: language))
      promise(text == text.cleanText, "no control character is left")
      promise(text.utf8.count <= 64 * input.text.utf8.count + 256, "the text is not much longer")
      promise(!mentions(text), "nobody is mentioned")
      promise(!mentions(language.escaped(input.text)), "nobody is mentioned in a line")
    }
  },
]

/// Whether Redmine would take something in the text as it is written for a person's login.
private func mentions(_ text: String) -> Bool {
  text.firstMatch(of: /(?:^|[^A-Za-z0-9_])@[A-Za-z0-9_.\-@]/) != nil
}

private func isPicture(_ placeholder: Placeholder) -> Bool {
  if case .image("1", _) = placeholder { true } else { false }
}

/// The record of one ticket, the lines of its files and of the people it knows.
private func convert(_ root: JSONNode) throws -> Ticket {
  let record = try root.required("ticket") { try SourceRecord(json: $0) }
  let files: [ExtractedAttachment] = try root.records("files")
  var census = Census()
  for person in try root.records("people") as [SourceRecord] {
    census.add(try RequestTrackerNormalizer.person(from: person))
  }
  census.add(SourceID(record.id), try RequestTrackerNormalizer.outline(of: record))
  let normalizer = RequestTrackerNormalizer(
    ConversionTerms(
      mapping: Mapping(mapping), census: census, target: TargetTraits(markup: .textile),
      references: RequestTrackerNormalizer.references(census, addresses: ["https://rt.example.test"], .linked)
    ))
  return try normalizer.ticket(from: record, files: files)
}

/// With an answer to everything, so that more gets through.
private let mapping = MappingConfiguration(
  queues: ["*": "support"], types: ["*": "Support"], states: ["*": "New"],
  priorities: PriorityMap([.init(0...100, "Normal")]),
  people: ["anna@staff.example.test": "anna", "*": "text"],
  fields: [
    "Kundennummer": .field("Kundennummer"), "Category": .drop(reason: "kept in the archive"),
    "Affected versions": .field("Versions"), "Promised on": .text, "Called at": .text, "Root cause": .text,
  ])
