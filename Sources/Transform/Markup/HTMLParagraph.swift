/// A paragraph that is being read: white space collapses, breaks count when text follows them.
struct HTMLParagraph {
  private var inlines: [HTMLInline] = []
  private var text = ""
  private var style = HTMLStyle()
  private var pendingSpace = false
  /// Line ends to come before the next text: one is a new line, more begin a new paragraph.
  private var pendingBreaks = 0
  /// Whether the line being read has only no-break spaces: it is a blank one.
  private var isBlankLine = false

  var isEmpty: Bool { text.isEmpty && inlines.isEmpty }
  /// Whether what comes next belongs to another paragraph.
  var isComplete: Bool { pendingBreaks > 1 && !isEmpty }

  mutating func write(_ words: String, _ style: HTMLStyle) {
    var rest = words[...].unicodeScalars
    while let scalar = rest.first {
      let word = rest.prefix { !$0.isLeftOut }
      if word.isEmpty {
        leaveOut(scalar)
        rest.removeFirst()
      } else {
        write(Substring(word), style)
        rest = rest[word.endIndex...]
      }
    }
  }

  private mutating func write(_ word: Substring, _ style: HTMLStyle) {
    startLine()
    if style != self.style { begin(style) }
    if pendingSpace { text += " " }
    pendingSpace = false
    text += word
  }

  private mutating func leaveOut(_ scalar: Unicode.Scalar) {
    if scalar.isHTMLSpace || scalar == "\u{A0}" { pendingSpace = true }
    if scalar == "\u{A0}" { isBlankLine = isBlankLine || pendingBreaks > 0 || isEmpty }
  }

  mutating func add(_ image: HTMLImage) {
    startLine()
    if pendingSpace { text += " " }
    flush()
    inlines.append(.image(image))
    pendingSpace = false
  }

  mutating func breakLines(_ count: Int) {
    pendingBreaks = max(pendingBreaks + (isBlankLine ? 1 : 0), count)
    isBlankLine = false
  }

  mutating func addLineBreak() {
    isBlankLine = false
    pendingBreaks += 1
  }

  /// What was read.
  mutating func take() -> [HTMLInline] {
    flush()
    defer { self = HTMLParagraph() }
    return inlines
  }

  /// The space between two styles stays with the first.
  private mutating func begin(_ style: HTMLStyle) {
    if pendingSpace { text += " " }
    pendingSpace = false
    flush()
    self.style = style
  }

  private mutating func startLine() {
    if isEmpty || pendingBreaks > 0 { pendingSpace = false }
    if pendingBreaks > 0, !isEmpty {
      flush()
      inlines.append(.lineBreak)
    }
    pendingBreaks = 0
    isBlankLine = false
  }

  private mutating func flush() {
    if !text.isEmpty { inlines.append(.text(text, style)) }
    text = ""
  }
}

extension Unicode.Scalar {
  fileprivate var isHTMLSpace: Bool {
    value == 0x20 || value == 0x0A || value == 0x09 || value == 0x0D || value == 0x0C
  }

  /// What is not shown as it stands: spaces collapse, soft hyphens and their like are nothing.
  fileprivate var isLeftOut: Bool {
    switch value {
    case ...0x20, 0x7F, 0xA0, 0xAD, 0x200B, 0xFEFF: true
    default: false
    }
  }
}
