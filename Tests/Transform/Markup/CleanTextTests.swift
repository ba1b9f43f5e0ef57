import MigrationKit
import Testing

@testable import Transform

@Suite struct CleanTextTests {
  @Test(arguments: [
    ("a\r\nb\rc\nd", "a\nb\nc\nd"), ("a\u{0}b\u{7}c\u{1F}\u{7F}\td", "abc\td"), ("\r\n\r\n", "\n\n"),
    ("\r\r\n", "\n\n"),
    ("é\u{FFFD}😀", "é\u{FFFD}😀"),
  ])
  func `text keeps tabs and lines and loses control characters`(text: String, clean: String) {
    #expect(text.cleanText == clean)
  }

  @Test(arguments: [
    ("one\r\n\ttwo", "one two"), ("\u{0}x\u{85}y\u{2028}z\n", "x y z"), ("  a  b ", "a  b"),
    ("a \n b", "a  b"),
  ])
  func `a line has no breaks`(text: String, line: String) {
    #expect(text.cleanLine == line)
  }

  @Test(arguments: [
    ("", "(no subject)"), (" \r\n\u{0} ", "(no subject)"), ("Hello", "Hello"),
    (String(repeating: "x", count: 255), String(repeating: "x", count: 255)),
    (String(repeating: "x", count: 256), String(repeating: "x", count: 254) + "…"),
  ])
  func `a subject is one line of bounded length`(subject: String, text: String) {
    #expect(Subject(subject, Words()).text == text)
  }

  @Test func `a long subject is kept in full and never cut inside a character`() {
    let family = "👨‍👩‍👧‍👦"
    let long = String(repeating: family, count: 60)
    let subject = Subject(long, Words())
    #expect(subject.full == long)
    #expect(subject.text.unicodeScalars.count <= subjectLimit)
    #expect(subject.text == String(repeating: family, count: 36) + "…")
    #expect(Subject("short", Words()).full == nil)
  }

  @Test func `blank ends go, the first line's indentation stays`() {
    #expect("\n \n  a\n\n b \n\n".trimmingBlankEnds == "  a\n\n b")
    #expect(" \n\t".trimmingBlankEnds == "")
  }
}
