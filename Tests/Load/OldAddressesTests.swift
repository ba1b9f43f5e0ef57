import MigrationKit
import Testing

@testable import Load

@Suite struct OldAddressesTests {
  private func addresses() throws -> OldAddresses {
    let text = ConfigurationExample.text.replacing(
      "queues: [\"Support\"]", with: "queues: [\"Support\"], otherURLs: [\"http://tickets.old:8080/rt\"]")
    return OldAddresses(try Configuration(text: text, path: "x").source)
  }

  @Test(
    arguments: [
      ("nothing", []),
      (
        "see https://rt.example.com/Ticket/Display.html?id=5.",
        ["https://rt.example.com/ticket/display.html?id=5."]
      ),
      ("RT.Example.COM", ["rt.example.com"]),
      ("\"x\":http://tickets.old:8080/rt/1", ["http://tickets.old:8080/rt/1"]),
      ("http://tickets.old/rt", []), ("rt@rt.example.com", []), ("start.example.com", []),
      ("my-rt.example.com", []), ("x.rt.example.com", []), ("rt.example.common", []),
      ("rt.example.com, rt.example.com", ["rt.example.com,", "rt.example.com"]),
      ("<https://rt.example.com/>", ["https://rt.example.com/"]),
    ] as [(String, [String])])
  func `every address of the old system is found, and no other`(text: String, found: [String]) throws {
    #expect(try addresses().all(in: text) == found)
  }

  @Test(arguments: [
    ("https://rt.example.com/ticket/display.html?id=5#txn-7", "5"), ("rt.example.com/ticket/17", "17"),
    ("https://rt.example.com/ticket/history.html?a=b&id=6", "6"), ("https://rt.example.com/?q=id", nil),
    ("https://rt.example.com/ticket/attachment/12/13/a.png", nil),
  ])
  func `an address leads to a ticket when its number stands in it`(address: String, ticket: String?) {
    #expect(OldAddresses.ticket(in: address)?.text == ticket)
  }
}

@Suite struct FileSampleTests {
  @Test(arguments: [
    (nil, 5, [0, 1, 2, 3, 4]), (9, 5, [0, 1, 2, 3, 4]), (1, 5, [4]), (2, 4, [1, 3]), (3, 10, [3, 6, 9]),
    (2, 0, []),
  ])
  func `a sample is spread evenly, and the same each time`(wanted: Int?, total: Int, chosen: [Int]) {
    let sample = FileSample(wanted, of: total)
    #expect((0..<total).filter(sample.contains) == chosen)
  }
}
