import MigrationKit
import Testing

@testable import Sandbox

@Suite struct RequestTrackerSeedTests {
  private let archive = RequestTracker.Archive.seed
  private let shelf = RequestTracker.Town.inhabited.seed.shelf

  @Test func `there are about sixty tickets in three queues`() {
    #expect((55...70).contains(shelf.tickets.count))
    #expect(Set(shelf.tickets.values.map(\.queue.name)) == ["Support", "Sales", "Интернет"])
  }

  @Test func `every state occurs`() {
    let states: Set = ["new", "open", "stalled", "resolved", "rejected", "deleted"]
    #expect(Set(shelf.tickets.values.map(\.status)) == states)
  }

  @Test func `every type of transaction occurs`() {
    let types = Set(shelf.transactions.filter(\.isOfTicket).map(\.type))
    #expect(
      types == [
        "Create", "Correspond", "Comment", "Set", "SetWatcher", "AddWatcher", "Status", "CustomField",
        "AddLink",
        "EmailRecord", "CommentEmailRecord",
      ])
  }

  @Test func `one ticket fills more than two pages of history`() {
    #expect(shelf.tickets.values.map { archive.history(of: $0).count }.max() ?? 0 > 250)
  }

  @Test func `subjects are from 0 to 200 bytes long, and of more than one script`() {
    let subjects = shelf.tickets.values.map(\.subject)
    #expect(subjects.map(\.utf8.count).min() == 0)
    #expect(subjects.map(\.utf8.count).max() == 200)
    for example: Unicode.Scalar in ["日", "م", "ה", "ि", "и", "👩"] {
      #expect(subjects.contains { $0.unicodeScalars.contains(example) }, "\(String(example))")
    }
  }

  @Test func `files may be empty, big, of one name and of an awkward name`() {
    let files = shelf.attachments.filter { $0.filename != nil }
    #expect(files.contains { $0.content?.byteCount == 0 })
    #expect(files.contains { $0.content?.byteCount == 3 << 20 })
    #expect(files.contains { $0.headers.contains("../../etc/passwd") })
    let inOneMessage = Dictionary(grouping: files) { "\($0.transaction) \($0.filename ?? "")" }
    #expect(inOneMessage.values.contains { $0.count > 1 })
  }

  @Test(arguments: ["none.txt", "us-ascii.txt", "iso-8859-1.txt", "utf-8.txt", "utf-8.csv", "mailed.txt"])
  func `text files declare every encoding`(name: String) {
    #expect(shelf.attachments.contains { $0.filename == "gr-\(name)" })
  }

  @Test func `mails hold mails`() {
    let mails = shelf.attachments.filter { $0.contentType == "message/rfc822" }
    #expect(mails.count == 3)
    #expect(mails.allSatisfy { !$0.rawBytes(in: archive).isEmpty })
  }

  @Test func `internal comments have files`() {
    let comments = shelf.transactions.filter { $0.type == "Comment" }
    #expect(comments.contains { shelf.attachments(of: $0.id).contains { $0.filename != nil } })
  }

  @Test func `texts speak of other tickets by number and by address`() {
    let texts = shelf.attachments.filter { $0.filename == nil }.compactMap(\.content?.bytes)
      .map { String(decoding: $0, as: UTF8.self) }
    #expect(texts.contains { $0.contains("[rt.example.test #3]") && $0.contains("Display.html?id=2#txn") })
    #expect(texts.contains { $0.contains("<table>") && $0.contains("cid:sketch-7@staff") })
  }

  @Test func `a sum of minutes was corrected downwards`() {
    let changes = shelf.transactions.filter { $0.field == "TimeWorked" }
    #expect(changes.contains { $0.timeTaken == -5 } && changes.contains { $0.timeTaken > 0 })
  }

  @Test func `every type of custom field has a value`() {
    let types = Set(shelf.values.values.map(\.field.type))
    #expect(types == [.freeform, .text, .select, .date, .dateTime, .image])
  }

  @Test func `tickets are linked, merged over two steps, and linked to a deleted one`() throws {
    #expect(shelf.tickets.values.count { $0.isMerged } == 3)
    let refs = Set(shelf.tickets.values.flatMap(\.links).map(\.ref))
    #expect(refs.isSuperset(of: ["depends-on", "parent", "child", "refers-to", "referred-to-by"]))
    let survivors = shelf.tickets.values.filter(\.isMerged).map(\.effectiveID)
    #expect(Set(survivors).count == 1)
  }

  @Test func `numbers run without a gap, and children follow their parents`() {
    #expect(shelf.transactions.map(\.id) == Array(1...shelf.transactions.count))
    #expect(shelf.attachments.map(\.id) == Array(1...shelf.attachments.count))
    #expect(shelf.attachments.allSatisfy { $0.parent < $0.id })
  }

  @Test func `two imitations hold the same bytes`() {
    let request = WebRequest(
      method: "GET", path: "/REST/2.0/tickets",
      query: [
        ("query", "id>0"), ("per_page", "100"), ("fields", "Subject,Created,CustomFields,_hyperlinks"),
      ],
      headers: [("Authorization", "token t")], body: [])
    let bodies = (1...2).map { _ in RequestTrackerImitation(token: "t").respond(to: request).body }
    #expect(bodies[0] == bodies[1])
  }
}
