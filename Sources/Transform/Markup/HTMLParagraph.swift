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
    var isStyled = style == self.style
    for scalar in words.unicodeScalars {
      switch scalar {
      case " ", "\n", "\t", "\r", "\u{0C}": pendingSpace = true
      case "\u{A0}":
        pendingSpace = true
        isBlankLine = isBlankLine || pendingBreaks > 0 || isEmpty
      case "\u{AD}", "\u{200B}", "\u{FEFF}": break
      case _ where scalar.value < 0x20 || scalar.value == 0x7F: break
      default:
        startLine()
        if !isStyled { begin(style) }
        isStyled = true
        if pendingSpace { text += " " }
        pendingSpace = false
        text.unicodeScalars.append(scalar)
      }
    }
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
