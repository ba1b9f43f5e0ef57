// Texts that speak of other tickets, and work that was booked in several ways.

extension RequestTracker.Town {
  /// At the end of the long ticket, so that no number of a ticket or an earlier entry changes.
  mutating func addReferences() {
    let id = seed.nextTicketID - 1
    seed.reply(id, by: anna, .text(Self.mentions), minutes: 25)
    seed.reply(
      id, by: boris,
      .related(
        .alternative(.text("Two tables, see #2."), .html(Self.html)),
        .inline("skizze.png", id: "sketch-7@staff", "image/png", Self.png)),
      minutes: 10)
    seed.set(id, "TimeWorked", \.timeWorked, to: seed.ticket(id).timeWorked - 5, by: boris)
    seed.comment(
      id, by: boris,
      .mixed(
        .text("Not for customers, @anna: see #1."),
        .file("prices.csv", "text/csv", Array("part;price\ncable;10\n".utf8))))
  }

  private static let mentions = """
    The list:
    - #1, RT #2 and [rt.example.test #3], but neither #999999 nor C#1
    - \(RequestTracker.webBase)/Ticket/Display.html?id=2#txn-30
    - \(RequestTracker.webBase)/Ticket/Display.html?id=999999, which is not there
    """

  private static let html = """
    <p>Two tables, see <a href="\(RequestTracker.webBase)/Ticket/Display.html?id=2">the ticket of last week</a>:</p>
    <table><tr><th>Part</th><th>Price</th></tr><tr><td>Cable</td><td>10 &euro;</td></tr></table>
    <p><img src="cid:sketch-7@staff" alt="a sketch"></p>
    <blockquote><p>&gt; #1 <b>*bold*</b></p></blockquote>
    """
}
