import Testing

@testable import MigrationKit

@Suite struct WordsTests {
  @Test(
    arguments: [
      ("tokn", "token"), ("TOKEN", "token"), ("urll", "url"), ("systm", "system"), ("xyz", nil), ("", nil),
      ("queues and more", nil), ("sytsem", "system"), ("tkoen", "token"), ("tok", nil), ("sy", nil),
    ] as [(String, String?)])
  func `the nearest word is found, and only a near one`(word: String, nearest: String?) {
    #expect(Spelling.nearest(to: word, in: ["system", "token", "url"]) == nearest)
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2),
    ("ab", "ba", 1), ("ca", "abc", 3),
  ])
  func `the distance of two words is their edits`(left: String, right: String, distance: Int) {
    #expect(Spelling.distance(left, right) == distance)
    #expect(Spelling.distance(right, left) == distance)
  }

  @Test(arguments: [
    (0, "0"), (999, "999"), (1000, "1,000"), (20_000, "20,000"), (123_456, "123,456"),
    (1_234_567, "1,234,567"),
  ])
  func `thousands are set apart`(number: Int, text: String) {
    #expect(grouped(number) == text)
  }

  @Test(arguments: [
    ("\u{1B}[31mred\u{1B}[0m", "\u{FFFD}[31mred\u{FFFD}[0m"),
    ("a\u{7}b\u{8}c\rd", "a\u{FFFD}b\u{FFFD}c\u{FFFD}d"),
    ("\u{9B}2J", "\u{FFFD}2J"), ("\u{7F}\0", "\u{FFFD}\u{FFFD}"),
    ("a\u{202E}txt.exe\u{202C}", "a\u{FFFD}txt.exe\u{FFFD}"), ("\u{2066}x\u{2069}", "\u{FFFD}x\u{FFFD}"),
    ("tab\tbreak\n", "tab\tbreak\n"), ("Ünïcode 日本 שלום 👩‍👩‍👧", "Ünïcode 日本 שלום 👩‍👩‍👧"),
  ])
  func `nothing from a ticket steers the terminal`(text: String, printed: String) {
    #expect(printable(text) == printed)
  }

  @Test func `secrets become dots in every form they travel in`() {
    var redactor = Redactor()
    redactor.hide(Secret("s3cret/+key"))
    redactor.hide(Secret("s3cret"))
    redactor.hide(Secret(""))
    #expect(redactor.redacted("token s3cret/+key!") == "token ••••!")
    #expect(redactor.redacted("a s3cret b s3cret") == "a •••• b ••••")
    #expect(
      redactor.redacted("Basic czNjcmV0LytrZXk= dTpw") == "Basic •••• dTpw")
    #expect(redactor.redacted("?pass=s3cret%2F%2Bkey&x") == "?pass=••••&x")
    #expect(redactor.redacted("harmless") == "harmless")
  }

  @Test func `a secret shows itself only when it is asked`() {
    let secret = Secret("s3cret")
    var dumped = ""
    dump(secret, to: &dumped)
    for text in ["\(secret)", secret.debugDescription, dumped, "\(Credential.basic(user: "u", secret))"] {
      #expect(!text.contains("s3cret"))
    }
    #expect(secret.reveal() == "s3cret")
  }

  @Test(
    arguments: [
      (nil, 0, 30, 10, "30 tickets, 3.0/s"), (100, 0, 30, 10, "30 of 100 tickets, 3.0/s, 24 s left"),
      (20_000, 0, 1200, 100, "1,200 of 20,000 tickets, 12.0/s, 27 min left"),
      (1_000_000, 0, 10, 10, "10 of 1,000,000 tickets, 1.0/s, 277.8 h left"),
      (100, 90, 95, 5, "95 of 100 tickets, 1.0/s, 5 s left"), (100, 0, 100, 10, "100 of 100 tickets, 10.0/s"),
      (100, 0, 0, 10, "0 of 100 tickets, 0.0/s"), (100, 0, 120, 10, "120 of 100 tickets, 12.0/s"),
    ] as [(Int?, Int, Int, Int, String)])
  func `progress tells amount, speed and what is left`(
    total: Int?, earlier: Int, done: Int, seconds: Int, line: String
  ) {
    var course = Course(total: total, done: earlier)
    course.advance(by: done - earlier, .none, at: .seconds(seconds))
    #expect(course.line("tickets", at: .seconds(seconds)) == line)
  }
}
