import MigrationKit
import Testing

@testable import Load

@Suite struct FieldValueComparisonTests {
  @Test(
    arguments: [
      (.day, ["2021-01-05T12:34:56Z"], ["2021-01-05"]), (.day, ["2021-01-05 12:34:56"], ["2021-01-05"]),
      (.choice, ["network "], ["Network"]), (.choice, ["a", "A", "b"], ["A", "B"]), (.flag, ["yes"], ["Yes"]),
      (.flag, ["0"], ["No"]), (.flag, ["TRUE"], ["1"]), (.number, [" 17"], ["17"]),
      (.account, ["ANNA"], ["anna"]), (.account, ["anna@example.com"], ["anna"]),
      (.text, ["a", "b"], ["a, b"]), (.text, ["a", "a"], ["a"]), (.text, ["", "a"], ["a"]),
    ] as [(FieldKind, [String], [String])])
  func `what a kind of field changes is excused`(kind: FieldKind, expected: [String], found: [String]) {
    #expect(excuse(kind, expected, found)?.kind == .changed)
  }

  @Test(
    arguments: [
      (.day, ["2021-01-05T12:34:56Z"], ["2021-01-06"]), (.day, ["2021-01-05x"], ["2021-01-05"]),
      (.choice, ["network"], ["Hardware"]), (.choice, ["a", "b"], ["A"]), (.flag, ["yes"], ["No"]),
      (.flag, ["maybe"], ["No"]), (.flag, ["yes"], []), (.number, ["17"], ["71"]),
      (.account, ["boris@example.com"], ["anna"]), (.text, ["Foo"], ["foo"]), (.text, ["a", "b"], ["a"]),
      (.text, ["2021-01-05T12:34:56Z"], ["2021-01-05"]), (.text, ["a"], []),
    ] as [(FieldKind, [String], [String])])
  func `another value is not`(kind: FieldKind, expected: [String], found: [String]) {
    #expect(excuse(kind, expected, found) == nil)
  }

  private func excuse(_ kind: FieldKind, _ expected: [String], _ found: [String]) -> Excuse? {
    let accounts = [
      TargetDescription.Account(login: "anna", email: "Anna@example.com"),
      TargetDescription.Account(login: "boris"),
    ]
    return FieldValueComparison(kind: kind, accounts: accounts).excuse(expected, found)
  }
}
