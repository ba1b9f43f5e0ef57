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
        ["https://rt.example.com/Ticket/Display.html?id=5."]
      ),
      ("RT.Example.COM", ["RT.Example.COM"]),
      ("\"x\":http://tickets.old:8080/rt/1", ["http://tickets.old:8080/rt/1"]),
      ("http://tickets.old/rt", []), ("rt@rt.example.com", []), ("start.example.com", []),
      ("my-rt.example.com", []), ("x.rt.example.com", []), ("rt.example.common", []),
      ("rt.example.com, rt.example.com", ["rt.example.com,", "rt.example.com"]),
      ("<https://rt.example.com/>", ["https://rt.example.com/"]),
      ("https://rt.example.com:443/a", ["https://rt.example.com:443/a"]),
      ("https://rt.example.com:8443/a", []), ("http://tickets.old:8080/shop?id=5", []),
      ("http://tickets.old:8080/rt2?id=5", []), ("http://tickets.old:8080/", []),
      ("at http://tickets.old:8080/rt.", ["http://tickets.old:8080/rt."]),
      ("ÄÖ „HTTP://Tickets.old:8080/rt/A?id=5“", ["HTTP://Tickets.old:8080/rt/A?id=5"]),
    ] as [(String, [String])])
  func `every address of the old system is found, and no other`(text: String, found: [String]) throws {
    #expect(try addresses().all(in: text) == found)
  }

  @Test(arguments: [
    ("https://rt.example.com/Ticket/Display.html?id=5#txn-7", "5"),
    ("rt.example.com/REST/2.0/ticket/17", "17"),
    ("https://rt.example.com/Ticket/History.html?a=b&amp;id=6", "6"), ("https://rt.example.com/?q=id", nil),
    ("http://rt.example.com/Ticket/Display.html?id=5.", "5"),
    ("https://rt.example.com/Admin/Users/Modify.html?id=5", nil),
    ("http://tickets.old:8080/rt/SelfService/Display.html?id=5", "5"),
    ("http://tickets.old:8080/rt/Articles/Article/Display.html?id=5", nil),
    ("http://tickets.old:8080/shop?id=5", nil), ("http://tickets.old:8080/Ticket/Display.html?id=5", nil),
    ("https://rt.example.com/Ticket/Attachment/12/13/a.png", nil),
  ])
  func `an address leads to a ticket by the old system's own pages`(address: String, ticket: String?) throws {
    #expect(try addresses().ticket(in: address)?.text == ticket)
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
