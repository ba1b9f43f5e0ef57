import MigrationKit

@testable import Load

/// The journal after a crash, and what Redmine answers.
let loadTargets = [
  FuzzTarget("journal") { input in
    var input = input
    let cut = input.number(below: 1 << 16)
    let whole = try replay(Array(input.bytes))
    promise(whole.byteCount + (whole.tornBytes ?? 0) == input.bytes.count, "every byte is in a line or torn")
    let clean = try replay(Array(input.bytes.prefix(whole.byteCount)))
    let isSame = clean.tickets == whole.tickets && clean.owner == whole.owner
    promise(isSame && clean.tornBytes == nil, "a torn line says nothing")
    // A crash can end the file anywhere; what was good before is good still.
    do {
      let torn = try replay(Array(input.bytes.prefix(cut)))
      promise(torn.byteCount <= min(cut, whole.byteCount), "no more is kept than was there")
    } catch {
      fatalError("broken promise: a journal cut off at \(cut) can be read: \(error)")
    }
  },
  FuzzTarget("redmine-answers") { input in
    var input = input
    let step = steps[input.number(below: steps.count)]
    let status = statuses[input.number(below: statuses.count)]
    let response = HTTPResponse(status: status, body: Array(input.bytes))
    let result = try RedmineAnswers.result(of: response, for: step, uploading: input.bytes.count % 3)
    if case .done = result { promise((200..<300).contains(status), "only a success is one") }
    if case .refused(let words) = result { promise(status >= 400, "\(status) is no refusal: \(words)") }
  },
  FuzzTarget("redmine-issue") { input in
    let root = try JSONDocument(Array(input.bytes)).root
    let issue = try RedmineIssue(json: try root.required("issue") { $0 })
    promise(issue.notes.allSatisfy { !$0.text.isEmpty }, "a note has a text")
    promise(try RedmineIssue(json: try root.required("issue") { $0 }) == issue, "it reads the same twice")
  },
]

private func replay(_ bytes: [UInt8]) throws -> JournalReplay {
  try FuzzFile.write(bytes)
  return try JournalReplay(FuzzFile.path, owner: owner)
}

private let owner = JournalOwner(source: "s", target: "t", instance: ["project support": "1"])

private let file = Attachment(
  id: "54", name: "log.txt", mediaType: "text/plain", byteCount: 3, sha256: String(repeating: "a", count: 64))
private let steps: [Step] = [
  .create, .upload(file), .article(id: "2"), .hide(journal: "3"), .state, .watcher(login: "anna"),
  .link(TicketLink(kind: .relates, ticket: SourceID("6"))),
  .link(TicketLink(kind: .parent, ticket: SourceID("7"))),
]
private let statuses = [200, 201, 204, 400, 401, 403, 404, 405, 406, 409, 412, 413, 422, 500, 503]
