extension RequestTracker {
  /// What happens to one invented ticket: little enough to know of each of many how many rows it has.
  struct Plot {
    struct Message {
      enum Kind { case question, answer, comment }
      let kind: Kind
      /// Plain text alone, or HTML beside it.
      let isHTML: Bool
      /// Which of the texts.
      let topic: Int
      /// Numbers of its files among the ticket's.
      var files: Range<Int> = 0..<0
      /// Of one more file; 0: none.
      var bigFileByteCount = 0

      /// Of its MIME tree.
      var partCount: Int {
        let files = files.count + (bigFileByteCount > 0 ? 1 : 0)
        return (isHTML ? 3 : 1) + (files > 0 ? files + 1 : 0)
      }
    }

    let id: Int
    let topic: Int
    private(set) var messages: [Message]
    let isAssigned: Bool
    let priority: Int?
    let hasNumber: Bool
    /// In the end; nil: where the messages leave it.
    let status: String?

    /// Which of the queues in use: of six tickets three are in the first and one in the last.
    static func queue(ofTicket id: Int) -> Int { [0, 0, 0, 1, 1, 2][id % 6] }

    init(_ id: Int, of crowd: TicketCrowd) {
      var dice = SeededGenerator(UInt64(id))
      let wanted = crowd.articles * 2
      let isDeleted = crowd.isDeleted(id)
      var articles = crowd.articles == 0 || isDeleted ? 0 : Int.random(in: 0...wanted, using: &dice)
      if id == crowd.ticketCount { articles += crowd.bigTicketArticles }
      self.id = id
      topic = Int.random(in: 0..<1000, using: &dice)
      isAssigned = Int.random(in: 0..<3, using: &dice) > 0
      priority = Bool.random(using: &dice) ? Int.random(in: 1...100, using: &dice) : nil
      hasNumber = Bool.random(using: &dice)
      let end =
        ["resolved", "resolved", "resolved", "stalled", "rejected", nil].randomElement(using: &dice) ?? nil
      status = isDeleted ? "deleted" : end
      messages = [Message(kind: .question, isHTML: Bool.random(using: &dice), topic: topic)]
      for _ in 0..<articles {
        let kind = [Message.Kind.question, .answer, .answer, .comment][Int.random(in: 0..<4, using: &dice)]
        messages.append(
          Message(
            kind: kind, isHTML: Int.random(in: 0..<3, using: &dice) == 0,
            topic: Int.random(in: 0..<1000, using: &dice)))
      }
      distribute(isDeleted ? 0 : crowd.files)
      if id == 1 { messages[0].bigFileByteCount = crowd.bigFileByteCount }
    }

    /// The first messages have one file each, as far as there are messages, and the first of all has the rest.
    private mutating func distribute(_ count: Int) {
      let spread = min(count, messages.count)
      messages[0].files = 0..<(count - spread + (spread > 0 ? 1 : 0))
      for index in 1..<max(spread, 1) {
        messages[index].files = (count - spread + index)..<(count - spread + index + 1)
      }
    }
  }
}

extension RequestTracker.Plot {
  /// How many rows the story of this will have. RT writes a mail of its own for a new ticket, each answer and the end.
  var size: RequestTracker.Seed.Numbers {
    let answers = messages.count { $0.kind == .answer }
    let opens = answers > 0
    let ends = status != nil
    let mails = 1 + answers + (status == "resolved" ? 1 : 0)
    let steps = (isAssigned ? 2 : 0) + (priority == nil ? 0 : 1) + (hasNumber ? 1 : 0)
    return RequestTracker.Seed.Numbers(
      tickets: 1, transactions: messages.count + mails + steps + (opens ? 1 : 0) + (ends ? 1 : 0),
      attachments: messages.reduce(3 * mails) { $0 + $1.partCount }, values: hasNumber ? 1 : 0)
  }
}
