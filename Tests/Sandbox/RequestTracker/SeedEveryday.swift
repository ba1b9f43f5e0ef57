// The ordinary tickets: a question, an answer, sometimes more, in every state.

extension RequestTracker.Town {
  private struct Everyday {
    let subject: String
    let question: String
    let answer: String?
    let status: String
  }

  mutating func addEverydayTickets() {
    for (index, ticket) in Self.questions.enumerated() {
      addEveryday(ticket, in: support, index: index)
    }
    for (index, ticket) in Self.orders.enumerated() {
      addEveryday(ticket, in: sales, index: index + Self.questions.count)
    }
    for (index, ticket) in Self.connections.enumerated() {
      addEveryday(ticket, in: internet, index: index + Self.questions.count + Self.orders.count)
    }
  }

  private mutating func addEveryday(_ ticket: Everyday, in queue: RequestTracker.Queue, index: Int) {
    let requestor = customers[index % customers.count]
    let worker = [anna, boris, clara][index % 3]
    let id = seed.open(ticket.subject, in: queue, by: requestor, .text(ticket.question))
    if let answer = ticket.answer {
      seed.assign(id, to: worker, by: worker)
      if index.isMultiple(of: 4) {
        seed.comment(id, by: worker, "Seen before, see the manual, page \(index + 10).")
      }
      seed.reply(id, by: worker, .text(answer), minutes: 5 * (index % 4))
    }
    if seed.ticket(id).status != ticket.status { seed.set(id, status: ticket.status, by: worker) }
    if index.isMultiple(of: 5) { seed.reply(id, by: requestor, "Thank you!\n\n-- \n\(requestor.realName)") }
  }

  private static let questions = [
    Everyday(
      subject: "Printer does not print", question: "It only blinks.", answer: "Which lamp?", status: "open"),
    Everyday(
      subject: "Passwort vergessen", question: "Bitte zurücksetzen.", answer: "Erledigt.", status: "resolved"),
    Everyday(subject: "Screen stays black", question: "Since Monday.", answer: nil, status: "new"),
    Everyday(
      subject: "Keyboard with coffee", question: "Two spoons of sugar.", answer: "Order one.",
      status: "resolved"),
    Everyday(
      subject: "Backup failed: disk full", question: "df says 100 %.", answer: "Cleaned.", status: "resolved"),
    Everyday(subject: "Old phone system", question: "When will it go?", answer: "In May.", status: "stalled"),
    Everyday(subject: "Win a prize!!!", question: "Click here.", answer: nil, status: "rejected"),
    Everyday(
      subject: "Zugang für die neue Kollegin", question: "Ab 1. März.", answer: "Ist da.", status: "resolved"),
    Everyday(
      subject: "Mail arrives twice", question: "Every second one.", answer: "A rule of yours.", status: "open"
    ),
    Everyday(
      subject: "Calendar in the wrong time zone", question: "One hour off.", answer: "DST.", status: "stalled"
    ),
    Everyday(
      subject: "Monitor flackert", question: "Nur am Nachmittag.", answer: "Neues Kabel.", status: "resolved"),
    Everyday(subject: "License has run out", question: "42 seats.", answer: "Renewed.", status: "resolved"),
    Everyday(subject: "Slow as molasses", question: "Everything.", answer: "Which machine?", status: "open"),
    Everyday(
      subject: "VPN from the train", question: "Breaks in tunnels.", answer: "So it does.", status: "rejected"
    ),
    Everyday(
      subject: "Drucker: Papierstau", question: "Fach 2.", answer: "Bild 7 zeigt es.", status: "resolved"),
    Everyday(
      subject: "New laptop, please", question: "The old one smokes.", answer: "On its way.", status: "open"),
    Everyday(
      subject: "Imprimante cassée", question: "Elle grince.", answer: "Remplacée.", status: "resolved"),
    Everyday(
      subject: "Two factors", question: "Lost the second one.", answer: "Here is a new one.",
      status: "resolved"),
  ]

  private static let orders = [
    Everyday(
      subject: "Offer for ten chairs", question: "Blue, please.", answer: "See the list.", status: "open"),
    Everyday(
      subject: "Rechnung 2023-0815 fehlt", question: "Für Januar.", answer: "Kommt.", status: "resolved"),
    Everyday(subject: "Price list", question: "The current one?", answer: nil, status: "new"),
    Everyday(subject: "Cancel my order", question: "Number 77.", answer: "Cancelled.", status: "resolved"),
    Everyday(subject: "50 % discount?", question: "a < b && c > d", answer: "No.", status: "rejected"),
    Everyday(subject: "Delivery to the back door", question: "Ring twice.", answer: "Noted.", status: "open"),
    Everyday(
      subject: "Zażółć gęślą jaźń", question: "Ile kosztuje?", answer: "Dziesięć.", status: "resolved"),
  ]

  private static let connections = [
    Everyday(
      subject: "Нет интернета", question: "С утра.", answer: "Проверили, работает.", status: "resolved"),
    Everyday(
      subject: "Wi-Fi im Keller", question: "Kein Empfang.", answer: "Antenne kommt.", status: "stalled"),
    Everyday(subject: "Медленно", question: "Очень медленно.", answer: nil, status: "new"),
    Everyday(subject: "Обрыв кабеля", question: "На улице.", answer: "Бригада едет.", status: "open"),
    Everyday(subject: "Router neu starten", question: "Wie?", answer: "Stecker ziehen.", status: "resolved"),
  ]
}
