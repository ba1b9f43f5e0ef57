import Testing

@testable import Transform

@Suite struct MailHeaderTests {
  /// "Name=value", and " (empty)" behind one that says nothing.
  private func lines(_ text: String) -> [String] {
    MailHeader.all(in: text).map { header in
      let name = header.withName { String(decoding: $0, as: UTF8.self) }
      return "\(MailHeader.usualSpelling(name))=\(header.value)" + (header.isEmpty ? " (empty)" : "")
    }
  }

  @Test func `names come in their usual spelling, values on one line`() {
    #expect(
      lines(
        "MESSAGE-ID: <1@x>\nsubject: Long\n\tand  folded\n once more\nX-Empty:\nx-blank: \u{B} \nTo:a:b\n")
        == [
          "Message-Id=<1@x>", "Subject=Long and  folded once more", "X-Empty= (empty)", "X-Blank= (empty)",
          "To=a:b",
        ])
  }

  @Test(arguments: [
    ("", []), ("no colon\nA: 1", ["A=1"]), (" folded: first\nA: 1", ["A=1"]),
    ("A:\n \nB: 2", ["A= ", "B=2"]),
    ("A: 1\nno colon\n 2", ["A=1 2"]), ("A: 1\r\nB: 2\n", ["A=1 B: 2"]),
    ("A:\u{301}x: 1", ["A:\u{301}x=1"]), ("Ä-ö: ü\n\u{20}\u{301}: 3", ["Ä-Ö=ü", "\u{20}\u{301}=3"]),
  ])
  func `lines that are no headers are passed over`(text: String, expected: [String]) {
    #expect(lines(text) == expected)
  }
}
