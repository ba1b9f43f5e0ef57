// Texts that programs get wrong.

extension RequestTracker.Town {
  mutating func addWritings() {
    for (subject, text) in Self.writings { addWriting(subject, text) }
    let long = seed.open(
      Self.longSubject, in: support, by: customers[0], .text("The subject has 200 bytes."))
    seed.reply(long, by: anna, String(repeating: "A long answer of many lines.\n", count: 2_000))
    let silent = seed.open("Created without a word", in: support, by: customers[7], nil)
    seed.set(silent, subject: "Created without a word, renamed → später", by: boris)
  }

  private mutating func addWriting(_ subject: String, _ text: String) {
    let id = seed.open(subject, in: support, by: customers[seed.nextTicketID % customers.count], .text(text))
    seed.comment(id, by: boris, "Intern 🤫: \(text)")
    seed.reply(id, by: anna, "> \(text)\n\n✓")
  }

  /// RT cuts a subject off after 200 bytes.
  private static let longSubject =
    String(repeating: "Sehr geehrte Damen und Herren, äöü ", count: 5) + "sehr lang!"

  private static let writings = [
    ("", "A ticket without a subject."),
    ("日本語の件名", "プリンターが動きません。\nよろしくお願いします。"),
    ("مشكلة في الطابعة", "الطابعة لا تعمل منذ يوم الأحد (HP 4000)."),
    ("בעיה במדפסת", "המדפסת לא עובדת. \u{200F}ABC 123\u{200E}."),
    ("हिन्दी में प्रश्न", "क्ष त्र ज्ञ"),
    ("Emoji 👩🏽‍💻🏳️‍🌈🇩🇪", "Family: 👨‍👩‍👧‍👦, thumbs: 👍🏿, beyond the first plane: 𝕬𝖇𝖈 𠮷"),
    ("Composed é and decomposed e\u{301}", "Å is \u{C5}, A\u{30A} and \u{212B}."),
    ("Line ends", "one\r\ntwo\r\n\r\nthree\rfour\u{2028}five\u{2029}six\u{85}seven"),
    (
      "Control characters",
      "bell \u{7}, tab\t, vertical \u{B}, escape \u{1B}[31mred\u{1B}[0m, NUL \u{0} inside, noncharacter \u{FFFD}"
    ),
    (
      "Markup *bold* _em_ @code@ #1 {{toc}}",
      "h1. Not a heading?\n\n* list\n|table|\n<pre>pre</pre>\n<b>&amp;</b> -- r1 commit:abc #2 user@3"
    ),
    ("Quotes \" ' \\ / and a tab\tinside", "{\"json\": \"\\u0000\"}\n\\n is not a line end; \\ud83d neither"),
    ("   spaces around   ", "  indented\n    more\n\ttab\n\n\n   \n"),
  ]
}
