// How a plot becomes a ticket.

extension RequestTracker.Town {
  var queuesInUse: [RequestTracker.Queue] { [support, sales, internet] }

  /// The town's seed must have nothing in it yet.
  func story(of plot: RequestTracker.Plot, _ crowd: TicketCrowd) -> RequestTracker.Story {
    var town = self
    town.tell(plot, crowd)
    return RequestTracker.Story(
      ticket: town.seed.ticket(plot.id), transactions: town.seed.transactions,
      attachments: town.seed.attachments)
  }

  private mutating func tell(_ plot: RequestTracker.Plot, _ crowd: TicketCrowd) {
    let customer = customers[plot.topic % customers.count]
    let worker = [anna, boris, clara][plot.id % 3]
    let queue = queuesInUse[RequestTracker.Plot.queue(ofTicket: plot.id)]
    let phrase = CrowdPhrase.all[plot.topic % CrowdPhrase.all.count]
    let id = seed.open(
      "\(phrase.subject) (\(plot.topic))", in: queue, by: customer,
      part(plot.messages[0], of: plot, crowd, quoting: nil))
    if plot.isAssigned { seed.assign(id, to: worker, by: worker) }
    if let priority = plot.priority { seed.set(id, "Priority", \.priority, to: priority, by: worker) }
    if plot.hasNumber { seed.value(id, fields.customerNumber, "K-\(plot.topic)", by: worker) }
    for (before, message) in zip(plot.messages, plot.messages.dropFirst()) {
      let part = part(message, of: plot, crowd, quoting: before)
      switch message.kind {
      case .question: seed.reply(id, by: customer, part)
      case .answer: seed.reply(id, by: worker, part, minutes: message.topic % 2 * 5)
      case .comment: seed.comment(id, by: worker, part)
      }
    }
    if let status = plot.status { seed.set(id, status: status, by: worker) }
  }

  private func part(
    _ message: RequestTracker.Plot.Message, of plot: RequestTracker.Plot, _ crowd: TicketCrowd,
    quoting earlier: RequestTracker.Plot.Message?
  ) -> Part {
    let phrase = CrowdPhrase(message)
    let text = phrase.plain(message.topic, quoting: earlier)
    let body = message.isHTML ? Part.alternative(.text(text), .html(phrase.html(message.topic))) : .text(text)
    var files = message.files.map { CrowdFile(ticket: plot.id, number: $0).part(crowd.fileByteCount) }
    if message.bigFileByteCount > 0 {
      files.append(CrowdFile.big.part(message.bigFileByteCount))
    }
    return files.isEmpty ? body : Part(contentType: "multipart/mixed", parts: [body] + files)
  }
}

/// A file of an invented ticket.
private struct CrowdFile {
  private static let kinds = [
    ("report", "pdf", "application/pdf"), ("photo", "jpg", "image/jpeg"), ("log", "txt", "text/plain"),
    ("дамп", "zip", "application/zip"), ("screen", "png", "image/png"),
  ]

  static let big = CrowdFile(name: "disk image.bin", type: "application/octet-stream", seed: 0)

  let name: String
  let type: String
  let seed: Int

  private init(name: String, type: String, seed: Int) {
    (self.name, self.type, self.seed) = (name, type, seed)
  }

  init(ticket: Int, number: Int) {
    let (word, ending, type) = Self.kinds[(ticket + number) % Self.kinds.count]
    self.init(name: "\(word)-\(number + 1).\(ending)", type: type, seed: ticket * 1000 + number + 1)
  }

  func part(_ byteCount: Int) -> RequestTracker.SeedPart {
    RequestTracker.SeedPart(
      contentType: type, name: name,
      content: .pattern(
        RequestTracker.Pattern(byteCount: byteCount, seed: seed, isText: type.hasPrefix("text/"))))
  }
}
