import Testing

@testable import Load
@testable import MigrationKit

@Suite struct TicketMemoryTests {
  private let ticket = SourceID<Ticket>("5")
  private let upload = Attachment(id: "5", name: "", mediaType: "", byteCount: 1, sha256: "")

  private func complete() -> TicketMemory {
    var memory = TicketMemory()
    for (step, result) in [("upload/5", "token"), ("create", "77"), ("article/zoë", nil)]
      as [(String, String?)]
    {
      memory.change(ticket) { $0.begin(step) }
      memory.change(ticket) { $0.finish(step, result: result) }
    }
    #expect(memory[ticket]?.token(of: upload) == "token")
    memory.change(ticket) { $0.finish(TicketProgress.confirmation, result: nil) }
    return memory
  }

  @Test func `of a complete ticket everything is known but what has served its time`() {
    let memory = complete()
    let progress = memory[ticket]
    #expect(progress?.finished == ["upload/5", "create", "article/zoë"] && progress?.open == [])
    #expect(progress?.isConfirmed == true && progress?.creations == 1)
    #expect(progress?.id == TargetID("77") && memory.id(of: ticket) == TargetID("77"))
    #expect(progress?.token(of: upload) == "")
    #expect(memory.ids == [ticket: TargetID("77")] && memory.confirmedCount == 1 && !memory.isEmpty)
    #expect(memory[SourceID("6")] == nil && memory.id(of: SourceID("6")) == nil)
  }

  @Test func `a complete ticket takes up further steps`() {
    var memory = complete()
    memory.change(ticket) { $0.begin("link/blocks/9") }
    #expect(memory[ticket]?.isConfirmed == true && memory[ticket]?.open == ["link/blocks/9"])
    #expect(memory.confirmedCount == 1)
    memory.change(ticket) { $0.finish("link/blocks/9", result: nil) }
    #expect(memory[ticket]?.isDone(.link(LoadingFixtures.blocks("9"))) == true)
    memory.change(ticket) { $0.begin("article/3") }
    #expect(memory[ticket]?.isConfirmed == false && memory[ticket]?.isDone(.create) == true)
    #expect(memory.confirmedCount == 0)
  }

  @Test func `a ticket without an id or a step can be complete too`() {
    var memory = TicketMemory()
    memory.change(ticket) { $0.finish(TicketProgress.confirmation, result: nil) }
    #expect(memory[ticket]?.isConfirmed == true)
    #expect(memory[ticket]?.finished == [] && memory[ticket]?.id == nil && memory[ticket]?.creations == 0)
  }
}
