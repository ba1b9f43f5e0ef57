// Fields, dates, links, merged and deleted tickets, and one ticket with a long history.

extension RequestTracker.Town {
  mutating func addFieldsAndDates() {
    let id = seed.open("Every field is filled", in: support, by: customers[0], .text("All of them."))
    fillFields(of: id)
    seed.change(id) { [boris, clara, dispatcher, experts, anna] in
      $0.roles = [dispatcher.id: [boris], experts.id: [clara, anna]]
    }
    seed.assign(id, to: anna, by: root)
    seed.set(id, "Priority", \.priority, to: 80, by: anna)
    seed.set(id, "FinalPriority", \.finalPriority, to: 100, by: anna)
    seed.set(id, "Starts", \.starts, inDays: 2, by: anna)
    seed.set(id, "Due", \.due, inDays: 30, by: anna)
    seed.set(id, "TimeEstimated", \.timeEstimated, to: 90, by: anna)
    seed.set(id, "TimeWorked", \.timeWorked, to: 45, by: anna)
    seed.set(id, "TimeLeft", \.timeLeft, to: 45, by: anna)
    seed.watch(id, as: .cc, customers[1], by: anna)
    seed.watch(id, as: .adminCc, boris, by: anna)
    seed.comment(id, by: anna, "Boris gets this by mail.")
    let order = seed.open("A number only", in: sales, by: customers[4], .text("Number 007."))
    seed.value(order, fields.customerNumber, "007", by: clara)
    seed.set(order, "Priority", \.priority, to: 30, by: clara)
    seed.assign(order, to: clara, by: clara)
  }

  private mutating func fillFields(of id: Int) {
    seed.value(id, fields.customerNumber, "K-4711 ß", by: anna)
    seed.value(id, fields.affectedVersions, "1.2", by: anna)
    seed.value(id, fields.affectedVersions, "2.0-β", by: anna)
    seed.value(id, fields.category, "Network", by: anna)
    seed.value(id, fields.promisedOn, "2023-04-01", by: anna)
    seed.value(id, fields.calledAt, "2023-03-26T01:30:00Z", by: anna)
    seed.value(id, fields.rootCause, "First line\nsecond line with \"quotes\"", by: anna)
    seed.value(id, fields.screenshot, "bild ä.png", by: anna, image: Self.png)
  }

  mutating func addRelations() {
    // The tickets it speaks of come after it.
    let boxes = seed.nextTicketID + 2
    let parent = seed.open(
      "Move to the new office", in: support, by: customers[2],
      .text("In summer, with the boxes of #\(boxes)."))
    let child = seed.open("Order the lorry", in: sales, by: customers[2], .text("7.5 t"))
    let other = seed.open("Pack the boxes", in: support, by: customers[2], .text("200 of them."))
    seed.link(child, .memberOf, parent, by: anna)
    seed.link(other, .memberOf, parent, by: anna)
    seed.link(parent, .dependsOn, other, by: anna)
    seed.link(other, .refersTo, child, by: boris)
    seed.link(child, .refersTo, other, by: boris)
    seed.refer(parent, to: "https://wiki.example.test/Umzug?page=1&x=ä#top", by: anna)
    addMerged(into: parent)
    addDeleted(linkedFrom: other)
    seed.set(child, status: "resolved", by: boris)
  }

  private mutating func addMerged(into survivor: Int) {
    let first = seed.open(
      "Moving??", in: support, by: customers[4],
      .mixed(.text("When do we move?"), .file("plan.txt", "text/plain", Array("plan\n".utf8))))
    seed.comment(first, by: boris, "The same as #\(survivor).")
    seed.merge(first, into: survivor, by: boris)
    seed.reply(survivor, by: anna, "One answer for both, the lorry is #\(survivor + 1).")
    let second = seed.open("Umzug", in: sales, by: customers[5], .text("Aus einer anderen Schlange."))
    let third = seed.open(
      "Noch einmal: Umzug", in: sales, by: customers[5], .text("Zuerst mit der zweiten vereint."))
    seed.merge(third, into: second, by: anna)
    seed.merge(second, into: survivor, by: anna)
  }

  /// A link to a deleted ticket is no longer shown at either end; the transaction that made it remains.
  private mutating func addDeleted(linkedFrom id: Int) {
    let deleted = seed.open(
      "Spam to be deleted", in: support, by: customers[9],
      .mixed(.text("Buy!"), .file("ad.png", "image/png", Self.png)))
    seed.link(id, .refersTo, deleted, by: anna)
    seed.set(deleted, status: "deleted", by: anna)
    let forgotten = seed.open("Deleted in Sales", in: sales, by: customers[9], .text("Also spam."))
    seed.set(forgotten, status: "deleted", by: anna)
  }

  /// More transactions than two pages of a hundred hold.
  mutating func addLongTicket() {
    let id = seed.open("The endless story", in: support, by: customers[0], .text("It begins."))
    for round in 1...42 {
      seed.reply(id, by: customers[0], "Question \(round): is it done?")
      seed.reply(id, by: [anna, boris][round % 2], "Answer \(round): not yet.")
      seed.comment(id, by: boris, "Note \(round) to ourselves.")
      seed.set(id, "Priority", \.priority, to: round, by: anna)
      seed.set(id, "TimeWorked", \.timeWorked, to: 5 * round, by: anna)
    }
    seed.set(id, status: "stalled", by: anna)
  }
}
