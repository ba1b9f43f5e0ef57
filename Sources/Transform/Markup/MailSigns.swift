/// What mail programs write into plain text for what HTML shows otherwise: addresses of links, names of pictures, numbers
/// of links, references of characters. Read in one pass over the bytes, since every mail with two versions is read.
struct MailSigns {
  /// Stands for an address: no text has it.
  static let address = Character(Unicode.Scalar(addressByte))
  private static let addressByte: UInt8 = 1

  private let bytes: [UInt8]
  private var place = 0
  private var output: [UInt8] = []

  /// The text with a sign for each address, and a space for each of the others.
  static func removed(from text: String) -> String {
    var signs = MailSigns(bytes: Array(text.utf8))
    return signs.read()
  }

  private init(bytes: [UInt8]) {
    self.bytes = bytes
    output.reserveCapacity(bytes.count)
  }

  private mutating func read() -> String {
    while place < bytes.count {
      if let end = pictureOrNumber ?? characterReference {
        skip(to: end, writing: UInt8(ascii: " "))
      } else if let end = addressInBrackets ?? addressInText ?? mailbox {
        skip(to: end, writing: Self.addressByte)
      } else {
        output.append(bytes[place])
        place += 1
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  private mutating func skip(to end: Int, writing sign: UInt8) {
    if bytes[place] == UInt8(ascii: "@") { dropMailbox() }
    output.append(sign)
    place = end
  }

  // MARK: Brackets

  /// "<https://…>", also over several lines.
  private var addressInBrackets: Int? {
    guard bytes[place] == UInt8(ascii: "<"), let end = end(of: "<>"), bytes[end] == UInt8(ascii: ">"),
      Self.schemes.contains(where: { begins($0, at: place + 1) })
    else { return nil }
    return end + 1
  }

  /// "[cid:image001.png@01D]", "<logo.jpg>", "[3]".
  private var pictureOrNumber: Int? {
    let opening = bytes[place]
    guard opening == UInt8(ascii: "[") || opening == UInt8(ascii: "<") else { return nil }
    if opening == UInt8(ascii: "["), let end = end(of: "[]"), bytes[end] == UInt8(ascii: "]"),
      isNumber(place + 1..<end)
        || end - place <= 210 && Self.pictures.contains(where: { begins($0, at: place + 1) })
    {
      return end + 1
    }
    guard let end = end(of: "<>[]\n"), bytes[end] == UInt8(ascii: ">") || bytes[end] == UInt8(ascii: "]")
    else { return nil }
    let dots = (place + 1..<end).filter { bytes[$0] == UInt8(ascii: ".") }
    return dots.contains { dot in Self.endings.contains { begins($0, at: dot + 1) } } ? end + 1 : nil
  }

  private func isNumber(_ range: Range<Int>) -> Bool {
    (1...3).contains(range.count) && bytes[range].allSatisfy(\.isASCIIDigit)
  }

  /// The first of these signs behind the opening one.
  private func end(of signs: StaticString) -> Int? {
    let signs = UnsafeBufferPointer(start: signs.utf8Start, count: signs.utf8CodeUnitCount)
    return bytes[(place + 1)...].firstIndex { signs.contains($0) }
  }

  private static let schemes: [StaticString] = [
    "http:", "https:", "ftp:", "mailto:", "tel:", "callto:", "sip:", "file:", "cid:", "data:",
  ]
  private static let pictures: [StaticString] = ["cid:", "inline", "image", "bild", "img", "picture", "logo"]
  private static let endings: [StaticString] = ["png", "jpg", "jpeg", "gif", "bmp", "svg", "tif", "webp"]

  // MARK: Running text

  private var addressInText: Int? {
    guard bytes[place].isLetter,
      let sign = Self.beginnings.first(where: { begins($0, at: place) })
    else { return nil }
    let start = place + sign.utf8CodeUnitCount
    let end = bytes[start...].firstIndex(where: \.endsAddress) ?? bytes.count
    return end > start ? end : nil
  }

  private static let beginnings: [StaticString] = [
    "http://", "https://", "ftp://", "mailto:", "cid:", "www.",
  ]

  /// At the "@" of "name@example.test", where its beginning is written already.
  private var mailbox: Int? {
    guard bytes[place] == UInt8(ascii: "@"), output.last.map(\.isOfMailbox) == true else { return nil }
    let end = bytes[(place + 1)...].firstIndex { !$0.isOfMailbox } ?? bytes.count
    let labels = bytes[place + 1..<end].split(separator: UInt8(ascii: "."))
    guard labels.count > 1, bytes[place + 1] != UInt8(ascii: ".") else { return nil }
    return bytes[end - 1] == UInt8(ascii: ".") ? end - 1 : end
  }

  private mutating func dropMailbox() {
    output.removeLast(output.reversed().prefix(while: \.isOfMailbox).count)
  }

  /// "&nbsp;", "&#160;"
  private var characterReference: Int? {
    guard bytes[place] == UInt8(ascii: "&") else { return nil }
    let name = bytes[(place + 1)...].prefix { $0.isLetter || $0.isASCIIDigit || $0 == UInt8(ascii: "#") }
    guard !name.isEmpty, name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";") else {
      return nil
    }
    return name.endIndex + 1
  }

  /// Without regard to case.
  private func begins(_ word: StaticString, at start: Int) -> Bool {
    let word = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    guard start + word.count <= bytes.count else { return false }
    return word.indices.allSatisfy { bytes[start + $0].lowercased == word[$0] }
  }
}

extension UInt8 {
  fileprivate var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  fileprivate var isLetter: Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lowercased) }
  fileprivate var lowercased: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }

  /// Of an address of ASCII letters: another one costs a comparison of its words, no more.
  fileprivate var isOfMailbox: Bool { isLetter || isDigit || "._+-".utf8.contains(self) }

  /// White space (the first byte of a no-break space as well), quotes and brackets.
  fileprivate var endsAddress: Bool { self <= 0x20 || self == 0xC2 || "<>\"".utf8.contains(self) }
}
