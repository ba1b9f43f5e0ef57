import Testing

@testable import Load
@testable import MigrationKit

@Suite(.temporaryFolder) struct RedirectMapsTests {
  private let folder = TemporaryFolder.current

  /// The lines between comment and end.
  private func written(_ rows: [(id: String, url: String)]) throws -> (nginx: [String], apache: [String]) {
    try Disk.makeFolder(folder.data.loaded.root)
    var maps = try RedirectMaps(folder.data.loaded)
    for row in rows { try maps.add(SourceID(row.id), to: row.url) }
    try maps.finish()
    let lines = try ["nginx", "apache"].map { name in
      try #require(try folder.text("data/loaded/redirects.\(name)")).split(separator: "\n").map(String.init)
    }
    #expect(lines[0][2] == "map $arg_id $new_ticket {" && lines[0].last == "}")
    #expect((lines[0].prefix(2) + lines[1].prefix(2)).allSatisfy { $0.hasPrefix("# ") })
    return (Array(lines[0].dropFirst(3).dropLast()), Array(lines[1].dropFirst(2)))
  }

  @Test func `each old number leads to its new address`() throws {
    let lines = try written([("12", "https://new.test/issues/1042"), ("S-7", "http://new.test:8080/a?b=c&d")])
    #expect(
      lines.nginx == [
        #"  "12" "https://new.test/issues/1042";"#, #"  "S-7" "http://new.test:8080/a?b=c&d";"#,
      ])
    #expect(lines.apache == ["12 https://new.test/issues/1042", "S-7 http://new.test:8080/a?b=c&d"])
  }

  @Test(arguments: [
    "", "12\"; } server { listen 80; } #", "1 2", "1\n2", "~.*", "\\12", "default", "Include", "hostnames",
    "volatile", "$arg_x", "*.test", "-1", "ё", "1;", "1{",
  ])
  func `an id that could mean something to a web server is left out`(id: String) throws {
    let lines = try written([(id, "https://new.test/1")])
    #expect(lines.nginx == [] && lines.apache == [])
  }

  @Test(arguments: [
    ("https://new.test/\"; return 200 \"x", "https://new.test/%22;%20return%20200%20%22x"),
    ("https://new.test/$request_uri${x}", "https://new.test/%24request_uri%24%7Bx%7D"),
    ("https://new.test/a\\nb\n# c\td", "https://new.test/a%5Cnb%0A#%20c%09d"),
    ("https://new.test/'<ü>", "https://new.test/%27%3C%C3%BC%3E"),
  ])
  func `an address cannot end the string it stands in`(url: String, encoded: String) throws {
    let lines = try written([("1", url)])
    #expect(lines.nginx == ["  \"1\" \"\(encoded)\";"] && lines.apache == ["1 \(encoded)"])
  }

  @Test(arguments: ["javascript:alert(1)", "ftp://new.test/1", "/issues/1", "", "data:text/html,1"])
  func `an address that is not of the web is left out`(url: String) throws {
    let lines = try written([("1", url)])
    #expect(lines.nginx == [] && lines.apache == [])
  }

  @Test func `a merged ticket leads to the one it was merged into, where that was loaded`() async throws {
    let tickets = ["48", "50"].map { LoadingFixtures.ticket($0) }
    try folder.write(tickets.map { $0.json.text + "\n" }.joined(), to: "data/transformed/tickets.jsonl")
    let skipped = [
      ("47", "deleted"), ("49", "merged into 48"), ("51", "merged into 50"), ("52", "merged into 9"),
    ]
    try folder.write(
      skipped.map { SkippedTicket(ticket: SourceID($0), reason: $1).json.text + "\n" }.joined(),
      to: "data/extracted/skipped.jsonl")
    try Disk.makeFolder(folder.data.loaded.root)
    let journal = try Journal(
      folder.data.loaded.journal, owner: LoadingFixtures.owner, console: Console(name: "test"))
    try await journal.finish(.create, of: SourceID("48"), result: "7")
    try await IdentityList(data: folder.data, target: FakeTarget()).write(from: journal)
    let map = try #require(try folder.text("data/loaded/redirects.apache"))
    #expect(map.split(separator: "\n").dropFirst(2) == ["48 https://new.test/7", "49 https://new.test/7"])
  }
}
