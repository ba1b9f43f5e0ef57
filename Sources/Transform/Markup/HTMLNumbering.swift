import MigrationKit

/// How the items of an ordered list are numbered.
struct HTMLNumbering: Equatable {
  enum Sign { case decimal, letter, capital, roman, capitalRoman }

  private(set) var start: Int?
  private(set) var sign = Sign.decimal
  private(set) var isReversed = false

  /// - Parameter style: the element's, plainly written.
  init(_ attributes: HTMLAttributes = [:], _ style: String? = nil) {
    start = attributes["start"].flatMap { Int($0.trimmingSpace) }
    isReversed = attributes["reversed"] != nil
    sign = Self.signs[attributes["type"] ?? ""] ?? .decimal
    guard let style, style.holds("list-style") else { return }
    sign = Self.styles.first { style.holds($0.name) }?.sign ?? sign
  }

  private static let signs: [String: Sign] = [
    "a": .letter, "A": .capital, "i": .roman, "I": .capitalRoman,
  ]
  private static let styles: [(name: StaticString, sign: Sign)] = [
    (":lower-alpha", .letter), (":lower-latin", .letter), (":upper-alpha", .capital),
    (":upper-latin", .capital),
    (":lower-roman", .roman), (":upper-roman", .capitalRoman),
  ]

  /// Each item's number.
  /// - Parameter values: those that items name themselves.
  func numbers(_ values: [Int?]) -> [Int] {
    var next = start ?? (isReversed ? values.count : 1)
    return values.map { value in
      let number = value ?? next
      next = number &+ (isReversed ? -1 : 1)
      return number
    }
  }

  /// "3.", "c.", "iii.".
  func mark(_ number: Int) -> String { (word(number) ?? String(number)) + "." }

  /// Nil where the sign has no word for a number.
  private func word(_ number: Int) -> String? {
    switch sign {
    case .decimal: nil
    case .letter: Self.letters(number)
    case .capital: Self.letters(number)?.uppercased()
    case .roman: Self.roman(number)
    case .capitalRoman: Self.roman(number)?.uppercased()
    }
  }

  /// "a" to "z", "aa" and so on.
  private static func letters(_ number: Int) -> String? {
    guard number > 0 else { return nil }
    var (rest, word) = (number, "")
    while rest > 0 {
      rest -= 1
      word = String(UnicodeScalar(UInt8(ascii: "a") + UInt8(rest % 26))) + word
      rest /= 26
    }
    return word
  }

  private static func roman(_ number: Int) -> String? {
    guard (1..<4000).contains(number) else { return nil }
    var (rest, word) = (number, "")
    for (value, digits) in romanDigits {
      word += String(repeating: digits, count: rest / value)
      rest %= value
    }
    return word
  }

  private static let romanDigits = [
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
  ]
}

extension HTMLList {
  /// A list whose items' numbers can differ from those that languages count.
  init(items: [[HTMLBlock]], _ numbering: HTMLNumbering?, values: [Int?]) {
    guard let numbering else {
      self.init(start: nil, items: items)
      return
    }
    let numbers = numbering.numbers(values)
    let first = numbers.first ?? 1
    let isCounted = zip(numbers, numbers.dropFirst()).allSatisfy { $0 &+ 1 == $1 }
    let list = HTMLList(start: first, items: items)
    self =
      isCounted && numbering.sign == .decimal && (0...999_999).contains(first)
      ? list : list.saying(numbers.map(numbering.mark))
  }

  /// A list whose items have their marks as text: "1.", "2)", "b.", "1.1".
  init(items: [[HTMLBlock]], marks: [String]) {
    let numbers = marks.map { $0.hasSuffix(".") || $0.hasSuffix(")") ? Int($0.dropLast()) : nil }
    let list = HTMLList(start: nil, items: items)
    self =
      numbers.contains(nil) ? list.saying(marks) : HTMLList(items: items, HTMLNumbering(), values: numbers)
  }

  /// The list as a language can number it: only CommonMark begins with other numbers than 1.
  func numbered(by language: MarkupLanguage) -> HTMLList {
    guard let start, start != 1, language != .commonMark else { return self }
    return saying(items.indices.map { HTMLNumbering().mark(start + $0) })
  }
}
