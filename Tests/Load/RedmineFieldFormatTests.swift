import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineFieldFormatTests {
  typealias Flaw = RedmineMisfit.Flaw
  typealias Field = RedmineCatalog.Field

  private static func field(
    _ format: String, isMultiple: Bool = false, isRequired: Bool = false, _ choices: [String: String] = [:],
    _ limits: Field.Limits = Field.Limits()
  ) -> Field {
    Field(
      id: 7, format: format, isMultiple: isMultiple, isFilter: true, isRequired: isRequired, trackers: [1],
      choices: choices, limits: limits)
  }

  private static func format(_ field: Field) -> RedmineFieldFormat {
    RedmineFieldFormat(name: "F", field: field, project: "support") { word in
      ["anna", "anna@example.com"].contains(word.lowercased()) ? 5 : nil
    }
  }

  private static let colours = ["Red": "Red", "red": "red", "Blue": "Blue", "Ärger": "Ärger"]
  private static let rooms = ["Attic": "1", "Cellar": "2"]

  @Test(
    arguments: [
      (field("date"), ["2021-01-05"], ["2021-01-05"]),
      (field("date"), ["2021-01-05T23:34:56Z"], ["2021-01-05"]),
      (field("date"), ["2021-01-05 12:34:56"], ["2021-01-05"]),
      (field("date"), [" 2024-02-29\n"], ["2024-02-29"]),
      (field("bool"), ["yes"], ["1"]), (field("bool"), ["TRUE"], ["1"]), (field("bool"), ["1"], ["1"]),
      (field("bool"), ["No "], ["0"]), (field("bool"), ["false"], ["0"]), (field("bool"), ["0"], ["0"]),
      (field("int"), [" 17 "], ["17"]), (field("int"), ["-3"], ["-3"]), (field("int"), ["+3"], ["+3"]),
      (field("float"), ["1.5"], ["1.5"]), (field("float"), [" 2"], ["2"]),
      (field("float"), ["-1e3"], ["-1e3"]),
      (field("list", colours), ["Red"], ["Red"]), (field("list", colours), [" BLUE "], ["Blue"]),
      (field("list", colours), ["äRGER"], ["Ärger"]),
      (field("list", isMultiple: true, colours), ["blue", "Blue", "red"], ["Blue", "red"]),
      (field("enumeration", rooms), ["attic"], ["1"]), (field("user"), ["anna"], ["5"]),
      (field("user", isMultiple: true), ["Anna@example.com", "anna"], ["5"]),
      (field("string"), [" a "], [" a "]), (field("string"), ["a", "b", "a"], ["a, b"]),
      (field("text"), ["a\nb", "c"], ["a\nb, c"]),
      (field("link"), ["https://example.com"], ["https://example.com"]),
      (field("int"), [""], []), (field("date"), ["  "], []), (field("version"), [], []),
    ] as [(Field, [String], [String])])
  func `values become what the format keeps`(field: Field, values: [String], stored: [String]) throws {
    #expect(try Self.format(field).stored(values) == stored)
  }

  @Test(
    arguments: [
      (field("date"), ["05.01.2021"], ["05.01.2021"], .noDay),
      (field("date"), ["2021-02-29"], ["2021-02-29"], .noDay),
      (field("date"), ["2021-01-05x"], ["2021-01-05x"], .noDay),
      (field("date"), ["2021-01-05", "2021-01-06"], ["2021-01-05", "2021-01-06"], .several),
      (field("bool"), ["maybe"], ["maybe"], .noFlag), (field("int"), ["1,5"], ["1,5"], .noWholeNumber),
      (field("int"), ["1.5"], ["1.5"], .noWholeNumber), (field("float"), ["1,5"], ["1,5"], .noNumber),
      (field("float"), ["0x1F"], ["0x1F"], .noNumber), (field("int"), ["٣"], ["٣"], .noWholeNumber),
      (
        field("list", isMultiple: true, rooms), ["x", "Attic", "y"], ["x", "y"],
        .unlisted(allowed: ["Attic", "Cellar"])
      ),
      (field("list", colours), ["RED"], ["RED"], .unlisted(allowed: ["Blue", "Red", "red", "Ärger"])),
      (field("enumeration", rooms), ["1"], ["1"], .unlisted(allowed: ["Attic", "Cellar"])),
      (field("list", rooms), ["Attic", "Cellar"], ["Attic", "Cellar"], .several),
      (field("link"), ["a", "b"], ["a", "b"], .several),
      (field("user"), ["boris"], ["boris"], .noMember(project: "support")),
      (field("version"), ["1.0"], ["1.0"], .unfillable(format: "version")),
      (field("string", isRequired: true), [" "], [""], .missing),
      (field("string", [:], .init(shortest: 3)), ["ab"], ["ab"], .tooShort(least: 3)),
      (field("string", [:], .init(longest: 3)), ["abcd"], ["abcd"], .tooLong(most: 3)),
      (field("int", [:], .init(longest: 1)), ["17"], ["17"], .tooLong(most: 1)),
      (field("string", [:], .init(pattern: "^[A-Z]+$")), ["ab"], ["ab"], .unmatched(pattern: "^[A-Z]+$")),
    ] as [(Field, [String], [String], Flaw)])
  func `values that do not fit are named with what is wrong`(
    field: Field, values: [String], unfit: [String], flaw: Flaw
  ) throws {
    let error = #expect(throws: RedmineMisfit.self) { try Self.format(field).stored(values) }
    #expect(error == RedmineMisfit(field: "F", values: unfit, flaw: flaw))
  }

  /// Redmine counts code points, and 0 is no limit.
  @Test(arguments: [
    (Field.Limits(longest: 0), "long"), (Field.Limits(shortest: 2), "👨‍👩"), (Field.Limits(longest: 4), "Zoë!"),
  ])
  func `a value at its limit is taken`(limits: Field.Limits, value: String) throws {
    #expect(try Self.format(Self.field("string", [:], limits)).stored([value]) == [value])
  }

  /// In Ruby \\h is a hexadecimal digit, and (?<n>…), [[:alpha:]] and repeated groups are better left to it.
  @Test(arguments: [
    ("^K-[0-9]{4}$", "K-1", true), ("^K-[0-9]{4}$", "K-1234", false), ("^(a|b)\\.c$", "axc", true),
    ("\\d", "٣", true), ("^\\h+$", "zz", false), ("^[[:alpha:]]+$", "1", false), ("^(a+)+$", "b", false),
    ("^(?<n>a)$", "b", false), ("[", "b", false), ("^a$", "b\na", false), ("ä", "b", false), ("", "x", false),
  ])
  func `a regular expression refuses only what Ruby refuses for certain`(
    pattern: String, value: String, isRefused: Bool
  ) {
    #expect(RedmineFieldPattern(pattern).refuses(value) == isRefused)
  }

  @Test func `the message names field, values, what is allowed and what to do`() {
    let allowed = (1...12).map { "v\($0)" }
    let misfit = RedmineMisfit(
      field: "Category", values: ["Foo", String(repeating: "x", count: 70) + "\nsecond"],
      flaw: .unlisted(allowed: allowed))
    #expect(
      misfit.description == """
        field "Category": "Foo", "\(String(repeating: "x", count: 60))…" are not in its list (v1, v2, v3, v4, v5, v6, v7, \
        v8, v9, v10 and 2 more); map the field to "text" or correct the ticket's line, or add the value in Redmine
        """)
  }

  @Test func `the limits of a field survive the file that a plan is made from`() throws {
    let text = Self.field("string", [:], .init(shortest: 1, longest: 9, pattern: "a"))
    for field in [text, Self.field("bool", ["Yes": "1", "No": "0"])] {
      #expect(try Field(record: JSONDocument(field.json.bytes).root) == field)
    }
    let asked =
      #"{"id":1,"field_format":"string","regexp":"x","min_length":2,"max_length":null,"trackers":[]}"#
    #expect(try Field(json: JSONDocument(asked).root).limits == .init(shortest: 2, pattern: "x"))
  }
}
