import Testing

@testable import Load
@testable import MigrationKit

@Suite struct FinishedStepsTests {
  @Test(arguments: [[], [0], [2], [0, 1, 2, 3]])
  func `packed or not, they are the same`(packedAfter: [Int]) {
    var steps = FinishedSteps()
    let names = ["create", "article/2", "article/21", "watcher/zoë"]
    for (position, name) in names.enumerated() {
      steps.insert(name)
      if packedAfter.contains(position) { steps.pack() }
      steps.insert(name)
    }
    for name in names { #expect(steps.contains(name)) }
    for name in ["creat", "article/", "article/1", "2", "", "zoë"] { #expect(!steps.contains(name)) }
    var others = FinishedSteps()
    for name in names.reversed() { others.insert(name) }
    #expect(steps == others)
    others.insert("state")
    #expect(steps != others)
  }

  @Test func `a complete ticket takes up further steps`() {
    var progress = TicketProgress()
    progress.finish("create", result: "77")
    progress.finish("upload/5", result: "token")
    let upload = Attachment(id: "5", name: "", mediaType: "", byteCount: 1, sha256: "")
    #expect(progress.token(of: upload) == "token")
    progress.finish(TicketProgress.confirmation, result: nil)
    progress.finish("link/blocks/9", result: nil)
    #expect(progress.isConfirmed && progress.id == TargetID("77"))
    #expect(progress.token(of: upload) == "")
    let steps = [Step.create, .upload(upload), .article(id: "3"), .link(LoadingFixtures.blocks("9")), .state]
    #expect(progress.remaining(of: steps) == [.article(id: "3"), .state])
    #expect(!progress.isDone(.state) && progress.isDone(.create))
  }
}
