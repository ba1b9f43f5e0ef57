import Testing

@testable import Load

@Suite struct MisfitTallyTests {
  @Test func `the same values of many tickets are one line, the most frequent first`() {
    var tally = MisfitTally()
    let list = Misfit(field: "Category", flaw: "not in its list")
    for value in ["Bar", "Foo", "Foo"] { tally.count(list, [value]) }
    tally.count(list, ["Bar", "Foo"])
    tally.count(Misfit(field: "Category", flaw: "too many"), ["a\nb"])
    tally.count(Misfit(field: "A", flaw: "not of the form 17"), (1...12).map { "\($0 + 10)" })
    #expect(
      tally.lines == [
        "12 values of \"A\" are not of the form 17: 11 (1), 12 (1), 13 (1), 14 (1), 15 (1), 16 (1), 17 (1), 18 (1), "
          + "19 (1), 20 (1), and 2 others",
        "5 values of \"Category\" are not in its list: Foo (3), Bar (2)",
        "1 value of \"Category\" is too many: a… (1)",
      ])
  }
}
