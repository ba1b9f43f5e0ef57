/// What people write in invented tickets.
struct CrowdPhrase {
  let subject: String
  let text: String
  let markup: String

  /// The one that a message says.
  init(_ message: RequestTracker.Plot.Message) { self = Self.all[message.topic % Self.all.count] }

  private init(_ subject: String, _ text: String, _ markup: String) {
    (self.subject, self.text, self.markup) = (subject, text, markup)
  }

  /// With what the message before said under it, as mail programs do.
  func plain(_ number: Int, quoting earlier: RequestTracker.Plot.Message?) -> String {
    let mine = "\(text)\n\nReference \(number).\n-- \nSent from the office\n"
    guard let earlier, number.isMultiple(of: 2) else { return mine }
    let lines = CrowdPhrase(earlier).text.split(separator: "\n").map { "> \($0)\n" }
    return mine + "\nOn Monday the other side wrote:\n" + lines.joined()
  }

  func html(_ number: Int) -> String {
    """
    <html><head><style>p { margin: 0 }</style></head><body>\(markup)
    <p>Reference <b>\(number)</b>, see <a href="https://example.test/\(number)?a=1&amp;b=2">the page</a>.</p>
    <blockquote><p>Earlier: all was well.</p></blockquote></body></html>
    """
  }

  static let all = [
    CrowdPhrase(
      "Printer does not print", "It blinks, then nothing.\nI have tried another cable & another socket.",
      "<p>It <i>blinks</i>, then nothing.</p><ul><li>another cable</li><li>another socket</li></ul>"),
    CrowdPhrase(
      "Zugang gesperrt",
      "Guten Tag,\nseit heute früh komme ich nicht mehr hinein. Können Sie das prüfen?\nGrüße",
      "<p>Guten Tag,</p><p>seit heute früh komme ich <b>nicht mehr</b> hinein.</p>"),
    CrowdPhrase(
      "Нет связи с филиалом",
      "Добрый день!\nС утра нет связи с филиалом, телефон тоже молчит.\nПросьба проверить.",
      "<p>Добрый день!</p><p>С утра нет связи с <b>филиалом</b>, телефон тоже молчит.</p>"),
    CrowdPhrase(
      "Rechnung über 1.200 €", "Die Rechnung stimmt nicht:\n* Posten 3 fehlt\n* Posten 4 ist doppelt",
      "<table><tr><th>Posten</th><th>Preis</th></tr><tr><td>3</td><td>fehlt</td></tr></table>"),
    CrowdPhrase(
      "打印机无法工作", "您好，\n打印机从星期一起无法工作，请尽快处理。\n谢谢！",
      "<p>您好，</p><p>打印机从<b>星期一</b>起无法工作。</p>"),
    CrowdPhrase(
      "Slow again",
      "Everything takes minutes; the log says:\n  timeout after 30 s\n  retrying (3/5)\nAny idea?",
      "<p>Everything takes minutes:</p><pre>timeout after 30 s\nretrying (3/5)</pre>"),
  ]
}
