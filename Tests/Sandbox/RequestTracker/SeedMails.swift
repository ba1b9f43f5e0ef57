// Messages of many parts, and files of every kind.

extension RequestTracker.Town {
  typealias Part = RequestTracker.SeedPart

  mutating func addMails() {
    addMailWithPicture()
    addFiles()
    addAwkwardNames()
    addForwardedMail()
    addEncodings()
    seed.open("Only HTML", in: support, by: customers[1], .html(Self.html))
    let plain = seed.open(
      "A file and no text", in: sales, by: customers[3], .file("order.csv", "text/csv", Self.latin))
    seed.comment(
      plain, by: anna, .mixed(.text("Decoded it by hand."), .file("order.csv", "text/csv", Self.csv)))
  }

  private mutating func addMailWithPicture() {
    let picture = Part.inline("bild.png", id: "img-1@client", "image/png", Self.png)
    let body = Part.alternative(.text("See the picture."), .html(Self.htmlWithPicture))
    let id = seed.open(
      "HTML with a picture inside", in: support, by: customers[1],
      .mixed(.related(body, picture), .file("журнал.pdf", "application/pdf", Self.pdf)))
    seed.reply(id, by: anna, .alternative(.text("Beautiful."), .html("<p>Beau&shy;tiful.</p>")))
    seed.reply(id, by: customers[1], .related(.html(Self.htmlWithPicture), picture))
  }

  private mutating func addFiles() {
    let id = seed.open(
      "Files", in: support, by: customers[0],
      .mixed(
        .text("Three files, one empty, two of one name."), .file("empty.bin", "application/octet-stream", []),
        .file("report.pdf", "application/pdf", Self.pdf),
        .file("report.pdf", "application/pdf", Self.pdf + [10])))
    seed.comment(
      id, by: boris,
      .mixed(.text("Internal, with a file."), .file("secret plan.txt", "text/plain", Self.note)))
    seed.reply(
      id, by: boris,
      .mixed(.text("The dump, 3 MiB."), .file("dump.bin", "application/octet-stream", Self.dump)))
    seed.reply(id, by: customers[0], .mixed(.file("report.pdf", "application/pdf", Self.pdf)))
  }

  /// RT keeps what stands behind the last slash; the whole name remains in `Headers`.
  private mutating func addAwkwardNames() {
    let names = [
      "../../etc/passwd", "..\\..\\windows\\system.ini", "..", ".hidden", "Grüße aus Köln.txt",
      "Gru\u{308}ße.txt",
      "файл.txt", "文書.txt", "smile 😀.txt", "a b;c=d&e?f#g%20.txt", "quote\"s'.txt", "two  spaces .txt",
      "no extension",
      "CON", "<script>.txt", "line\u{7}bell.txt", String(repeating: "long", count: 60) + ".txt",
    ]
    var message = Part.mixed(.text("Names of files."))
    message.parts += names.enumerated().map { index, name in
      .file(name, "text/plain", Array("file \(index)\r\n".utf8))
    }
    seed.open("File names", in: support, by: customers[8], message)
  }

  private mutating func addForwardedMail() {
    let inner = Part.mixed(.text("The mail inside."), .file("inner.png", "image/png", Self.png))
    let id = seed.open(
      "Fwd: a mail in a mail", in: support, by: customers[6],
      .mixed(
        .text("See below."), .message("The inner subject", from: "someone@elsewhere.example.test", inner)))
    let twice = Part.message(
      "Fwd", from: "two@elsewhere.example.test",
      .message("Inner", from: "one@elsewhere.example.test", .text("Deep.")))
    seed.reply(id, by: customers[6], .mixed(twice))
  }

  /// The same words in files that say rightly, wrongly or not at all what they are written in.
  private mutating func addEncodings() {
    let text = "Grüße\r\nline é end"
    let latin = RequestTracker.Charset.latin1.bytes(of: text)
    seed.open(
      "Encodings of files", in: support, by: customers[0],
      .mixed(
        .text("Is it legible?"), .file("gr-none.txt", "text/plain", latin),
        .file("gr-us-ascii.txt", "text/plain", charset: "us-ascii", latin),
        .file("gr-iso-8859-1.txt", "text/plain", charset: "iso-8859-1", latin),
        .file("gr-utf-8.txt", "text/plain", charset: "utf-8", latin),
        .file("gr-utf-8.csv", "text/csv", charset: "utf-8", Array(text.utf8)),
        .mailedFile("gr-mailed.txt", writtenIn: "iso-8859-1", text)))
  }

  private static let html = """
    <html><head><style>p { color: red }</style><title>T</title></head><body>
    <p>Hello&nbsp;<b>bold</b> &amp; <i>italic</i><br>line two</p><ul><li>one</li><li>two</li></ul>
    <blockquote>quoted</blockquote><table><tr><td>a</td><td>b</td></tr></table>
    <a href="https://example.test/?a=1&amp;b=2">link</a><script>alert(1)</script></body></html>
    """
  private static let htmlWithPicture = "<p>See <img src=\"cid:img-1@client\" alt=\"the picture\">!</p>"
  private static let pdf = Array("%PDF-1.4\n%âãÏÓ\n".utf8) + patternBytes(count: 3_000, seed: 4)
  private static let note = Array("nobody may read this\n".utf8)
  private static let csv = Array("Größe;Preis\n10;20\n".utf8)
  /// The same in Latin-1: no valid UTF-8.
  private static let latin: [UInt8] = Array("Gr".utf8) + [0xF6, 0xDF] + Array("e;Preis\r\n10;20\r\n".utf8)
  private static let dump = patternBytes(count: 3 << 20, seed: 7)
}

extension RequestTracker.Town {
  /// A picture of one pixel.
  static let png: [UInt8] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0,
    0, 1, 8, 6, 0,
    0, 0, 0x1F, 0x15, 0xC4, 0x89, 0, 0, 0, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78, 0xDA, 0x63, 0x64, 0xF8, 0xCF,
    0x50, 0x0F, 0,
    3, 0x86, 1, 0x80, 0x5A, 0x34, 0x7D, 0x6B, 0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
  ]
}
