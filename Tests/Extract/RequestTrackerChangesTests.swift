import MigrationKit
import Testing

@testable import Extract

@Suite struct RequestTrackerChangesTests {
  @Test func `the newest transaction of all is looked up`() async throws {
    #expect(try await withRequestTracker { source, _ in try await source.newestTransaction() } == 133)
    let none = try await withRequestTracker({ request in
      request.contains("order=DESC") ? .ok(RequestTrackerScript.searched([])) : nil
    }) { source, _ in try await source.newestTransaction() }
    #expect(none == nil)
  }

  /// 8 is merged into 7, 9 deleted.
  @Test func `a transaction belongs to the ticket that its own has become part of`() async throws {
    let entries = try await withRequestTracker({ request in
      guard request.contains("/tickets"), request.contains("EffectiveId%20%3E%200") else { return nil }
      return .ok(
        RequestTrackerScript.searched(
          [(6, 6), (7, 7), (8, 7)].map { #"{"id":"\#($0)","EffectiveId":"\#($1)"}"# }))
    }) { source, server in
      let page = try await source.transactions(after: 100)
      #expect(page.isLast)
      let asked = String(decoding: try #require(server.arrivals.last).body, as: UTF8.self)
      #expect(asked.contains("id%20%3D%206%20OR%20id%20%3D%207%20OR%20id%20%3D%208%20OR%20id%20%3D%209"))
      return page.entries
    }
    let created = "2026-11-23T06:03:58Z"
    #expect(entries.count == 14 && entries.allSatisfy { $0.created == created })
    #expect(
      Set(entries.map { "\($0.ticket) \($0.isOfOwnTicket)" }) == ["6 true", "7 true", "7 false", "9 false"])
    #expect(entries.first { $0.id == 117 }?.ticket == 7 && entries.first { $0.id == 133 }?.ticket == 9)
  }

  @Test func `where nothing happened no ticket is asked for`() async throws {
    let page = try await withRequestTracker({ request in
      request.contains("/transactions") ? .ok(RequestTrackerScript.searched([])) : nil
    }) { source, server in
      let page = try await source.transactions(after: 133)
      #expect(server.arrivals.last?.head.contains("/transactions") == true)
      return page
    }
    #expect(page.entries.isEmpty && page.isLast)
  }

  @Test func `a record tells its newest transaction, a merged ticket's included`() async throws {
    try await withRequestTracker { source, _ in
      let contents = try await source.contents(of: Slice(first: 6, last: 9, tickets: [6, 7]))
      let newest = try contents.records.map { record in
        try source.newestTransaction(in: JSONDocument(record.json.bytes).root.required("data") { $0 })
      }
      #expect(newest == [127, 132])
      #expect(try source.newestTransaction(in: JSONDocument(#"{"transactions":[]}"#).root) == nil)
    }
  }
}
