import Foundation
import Sandbox
import Testing

extension EndToEndTests {
  /// `transform` in parts, the way Spark, Hadoop and GNU parallel run it.
  @Suite(.serialized) struct Filters {
    /// What becomes of the same tickets under other rules.
    struct Rules: Sendable {
      var changes: [(old: String, new: String)] = []
      var edit = (old: "", new: "")
      let exitCode: Int32
      var archives = false
    }

    static let allAreWritten = Rules(exitCode: 0)
    static let someAreRejected = Rules(changes: [("stalled: \"Feedback\", ", "")], exitCode: 3)
    static let allAreRejected = Rules(changes: [("queues: { \"*\"", "queues: { \"Other\"")], exitCode: 3)
    static let filesAreArchived = Rules(
      changes: [
        ("markup: \"markdown\"", "markup: \"textile\", largestFile: 2000"),
        ("mapping: {", "mapping: { largeFiles: \"archive\", history: \"summary\","),
      ], exitCode: 0, archives: true)
    static let textsHoldPictures = Rules(
      edit: Rehearsal.pictureInText, exitCode: 0)
    static let picturesAreArchived = Rules(
      changes: [
        ("mapping: {", "mapping: { largeFiles: \"archive\","),
        ("markup: \"markdown\"", "markup: \"markdown\", largestFile: 2"),
      ],
      edit: Rehearsal.pictureInText, exitCode: 0, archives: true)
    static let daysAreElsewhere = Rules(
      changes: [("\"request-tracker\",", "\"request-tracker\", timeZone: \"America/Sao_Paulo\",")],
      exitCode: 0)
    static let daysSlip = Rules(
      edit: ("\"Due\":\"1970-01-01T00:00:00Z\"", "\"Due\":\"2024-03-30T23:00:00Z\""), exitCode: 0)
    static let recordsAreMalformed = Rules(edit: ("\"Status\":\"stalled\"", "\"Status\":{}"), exitCode: 3)
    static let aValueHasNoRule = Rules(
      edit: ("\"Subject\":", "\"Unheard\":\"of\",\"Subject\":"), exitCode: 3)

    /// - Parameter cuts: before which tickets the file is cut: one part, two, and parts of no or one ticket.
    @Test(arguments: [
      (allAreWritten, []), (allAreWritten, [20]), (someAreRejected, [0, 1, 2, 30, 30, 57]),
      (allAreRejected, [0, 30]), (filesAreArchived, [1, 30]), (aValueHasNoRule, [20, 40]),
      (textsHoldPictures, [10, 30]), (picturesAreArchived, [10, 30]),
      (daysAreElsewhere, [7, 33]), (daysSlip, [30]), (recordsAreMalformed, [5, 30]),
    ])
    func `parts converted on their own give the bytes of a plain run`(rules: Rules, cuts: [Int]) async throws
    {
      try await Rehearsal.performLoading { rehearsal in
        let text = try rehearsal.text("extracted/tickets.jsonl")
        try rehearsal.write(
          text.replacing(rules.edit.old, with: rules.edit.new), to: "extracted/tickets.jsonl")
        try rehearsal.configure(rules.changes)
        let plain = try await rehearsal.transform()
        let (whole, archive) = (try rehearsal.results(), try rehearsal.contents(of: "archive"))
        #expect(plain.exitCode == rules.exitCode && archive.files.isEmpty != rules.archives, "\(plain)")
        for folder in ["transformed", "archive"] where rehearsal.has(folder) { try rehearsal.remove(folder) }
        expect(try await rehearsal.transform("census"), exits: 0, saying: "census of 57 tickets")
        for part in try rehearsal.parts(cutAt: cuts).shuffled() {
          let result = try await rehearsal.filter(part)
          #expect(result.exitCode == 0 && result.text.isEmpty, "\(result)")
        }
        let merge = try await rehearsal.merge(cuts.count + 1)
        #expect(merge.untimedText == plain.untimedText && merge.exitCode == plain.exitCode, "\(merge)")
        #expect(try rehearsal.results().differences(from: whole) == [])
        #expect(try rehearsal.contents(of: "archive").differences(from: archive) == [])
      }
    }

    @Test func `what was merged is loaded as a plain run's tickets are`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        try await rehearsal.transformInParts(cutAt: [9, 40])
        expect(try await rehearsal.load(), exits: 0, saying: "57 tickets complete")
        try expectWhole(rehearsal)
      }
    }

    @Test(arguments: [
      (["{\"system\": nul}"], "standard input:3:12: "), (["1"], "standard input:3: ticket 1 comes after"),
      (["999"], "standard input:3: ticket 999 is not in the census"),
    ])
    func `a line that cannot be converted is named, and no account is left`(lines: [String], words: String)
      async throws
    {
      try await Rehearsal.performLoading(.small) { rehearsal in
        expect(try await rehearsal.transform("census"), exits: 0)
        let tickets = try rehearsal.text("extracted/tickets.jsonl").split(separator: "\n").map(String.init)
        let first = try #require(tickets.first)
        let more = lines.map {
          Int($0) == nil ? $0 : first.replacing(/"id":"\d+"/, with: "\"id\":\"\($0)\"", maxReplacements: 1)
        }
        try rehearsal.writePart(0, tickets[1...2] + more)
        expect(try await rehearsal.filter(0), exits: 1, saying: words)
        #expect(!rehearsal.has("transformed/parts"))
      }
    }

    @Test func `a reader that has gone is a fault, and no account is left`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        expect(try await rehearsal.transform("census"), exits: 0)
        var program = rehearsal.program("transform")
        program.preparation = "exec <data/extracted/tickets.jsonl; mkfifo out; (: <out) & exec >out; wait"
        expect(
          try await program.run(["--filter"]), exits: 1, saying: "standard output: its reader closed it")
        #expect(!rehearsal.has("transformed/parts"))
      }
    }

    @Test func `without its census a filter says what to run first`() async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        _ = try rehearsal.parts(cutAt: [])
        expect(try await rehearsal.filter(0), exits: 1, saying: "run transform census first")
      }
    }

    @Test func `a filter with other files than the census had is refused`() async throws {
      try await Rehearsal.performLoading { rehearsal in
        expect(try await rehearsal.transform("census"), exits: 0)
        _ = try rehearsal.parts(cutAt: [])
        try rehearsal.write("", to: "extracted/attachments.jsonl")
        expect(try await rehearsal.filter(0), exits: 1, saying: "not the one that the census was made from")
      }
    }

    /// What a cluster can lose or double on the way, and people forget.
    enum Mishap {
      case accountLost, linesLost, linesTwice, orderLost, bytesAdded, otherDivision, otherMapping
      case otherExtraction, notOurs
    }

    @Test(arguments: [
      (Mishap.accountLost, "is in no part before"), (.linesLost, "standard input is at its end"),
      (.linesTwice, "is not expected here"), (.orderLost, "nor the next line"),
      (.bytesAdded, "pass its lines on"),
      (.otherDivision, "in another part as well"), (.otherMapping, "a different census, mapping or target"),
      (.otherExtraction, "is not what the census was made from"), (.notOurs, "not a line that transform"),
    ])
    func `a merge that would lose or double a ticket is refused, and changes nothing`(
      mishap: Mishap, words: String
    ) async throws {
      try await Rehearsal.performLoading(.small) { rehearsal in
        let before = try rehearsal.results()
        expect(try await rehearsal.transform("census"), exits: 0)
        for part in try rehearsal.parts(cutAt: [7, 14]) {
          expect(try await rehearsal.filter(part), exits: 0)
        }
        try await rehearsal.suffer(mishap)
        expect(try await rehearsal.merge(3), exits: 1, saying: words)
        #expect(try rehearsal.results().differences(from: before) == [])
      }
    }
  }
}

extension Rehearsal {
  /// What a plain run writes to `data/transformed`.
  fileprivate func results() throws -> FolderContents {
    var contents = try contents(of: "transformed")
    contents.keep { !$0.hasPrefix("parts/") && !$0.hasPrefix("census") && !$0.hasSuffix(".partial") }
    return contents
  }

  fileprivate func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: data.appending(path: path).path)
  }

  fileprivate func lines(_ path: String) throws -> [String] {
    try text(path).split(separator: "\n").map(String.init)
  }

  /// Divides the tickets into files before the lines with these numbers.
  fileprivate func parts(cutAt cuts: [Int]) throws -> Range<Int> {
    let tickets = try lines("extracted/tickets.jsonl")
    for (part, (start, end)) in zip([0] + cuts, cuts + [tickets.count]).enumerated() {
      try writePart(part, tickets[start..<end])
    }
    return 0..<cuts.count + 1
  }

  fileprivate func writePart(_ part: Int, _ lines: some Sequence<String>) throws {
    try write(lines.map { $0 + "\n" }.joined(), to: "in.\(part)")
  }

  fileprivate func filter(_ part: Int) async throws -> ProgramResult {
    var program = program("transform")
    program.preparation = "exec <data/in.\(part) >data/out.\(part)"
    return try await program.run(["--filter"])
  }

  fileprivate func merge(_ count: Int) async throws -> ProgramResult {
    try write((0..<count).map { try text("out.\($0)") }.joined(), to: "out")
    var program = program("transform")
    program.preparation = "exec <data/out"
    return try await program.run(["merge"])
  }

  fileprivate func transformInParts(cutAt cuts: [Int]) async throws {
    expect(try await transform("census"), exits: 0)
    for part in try parts(cutAt: cuts) { expect(try await filter(part), exits: 0) }
    expect(try await merge(cuts.count + 1), exits: 0, saying: "Transformed 57 of 57 tickets")
  }

  fileprivate func suffer(_ mishap: EndToEndTests.Filters.Mishap) async throws {
    let first = try lines("extracted/tickets.jsonl")[7].split(separator: "\"")[7]
    switch mishap {
    case .accountLost: try remove("transformed/parts/\(first).json")
    case .linesLost: try write(try lines("out.2").dropLast().map { $0 + "\n" }.joined(), to: "out.2")
    case .linesTwice: try write(try text("out.2") + text("out.2"), to: "out.2")
    case .orderLost:
      let (one, other) = (try text("out.0"), try text("out.1"))
      try write(other, to: "out.0")
      try write(one, to: "out.1")
    case .bytesAdded: try write(try text("out.1").replacing("\n", with: "\t\n"), to: "out.1")
    case .otherDivision:
      _ = try parts(cutAt: [3, 14])
      expect(try await filter(1), exits: 0)
    case .otherMapping: try configure((old: "stalled: \"Feedback\"", new: "stalled: \"New\""))
    case .otherExtraction: try write(try text("extracted/people.jsonl") + "\n", to: "extracted/people.jsonl")
    case .notOurs: try write("{\"subject\":\"\"}\n", to: "out.1")
    }
  }
}
