import MigrationKit
import Testing

struct PlaceholderTests {
  @Test(arguments: [
    (Placeholder.ticket(SourceID("12"), written: "#12"), "⟦ticket 12|#12⟧"),
    (
      .ticket(SourceID("12"), written: "https://rt.example.com/?id=12"),
      "⟦ticket 12|https://rt.example.com/?id=12⟧"
    ),
    (.image(attachment: "54", words: "a shot"), "⟦image 54|a shot⟧"),
    (.image(attachment: "54", words: ""), "⟦image 54|⟧"),
  ])
  func `a placeholder is read as it was written`(placeholder: Placeholder, text: String) {
    #expect(placeholder.text == text)
    #expect(Placeholder.all(in: "before \(text) after") == [placeholder])
  }

  @Test func `nothing in a placeholder can end it`() {
    let placeholder = Placeholder.image(attachment: "54", words: "a|b⟧c\nd")
    #expect(Placeholder.all(in: placeholder.text) == [.image(attachment: "54", words: "a b c d")])
  }

  @Test(arguments: ["⟦", "⟦⟧", "⟦ticket 12⟧", "⟦other 12|x⟧", "⟦ticket|x⟧", "x⟧", "⟦ticket 12|x"])
  func `what is no placeholder stays as it is`(text: String) {
    #expect(Placeholder.replace(in: text) { _, _, _ in "?" } == text)
  }

  @Test func `a replacement sees what is written before it and what follows`() {
    let text = Placeholder.replace(in: "a⟦ticket 1|#1⟧b⟦ticket 2|#2⟧c") { _, before, after in
      "<\(before)-\(after.prefix(1))>"
    }
    #expect(text == "a<a-b>b<a<a-b>b-c>c")
  }

  @Test func `a text of the old system cannot hold a placeholder`() {
    #expect(Placeholder.all(in: Placeholder.disarmed("⟦ticket 12|#12⟧")).isEmpty)
  }
}
