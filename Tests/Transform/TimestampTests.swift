import Testing

@testable import Transform

@Suite struct TimestampTests {
  @Test(arguments: [
    ("2021-01-05T12:27:22Z", "2021-01-05 12:27 UTC"), ("2024-02-29T23:59:60Z", "2024-02-29 23:59 UTC"),
    ("2000-02-29T00:00:00.25Z", "2000-02-29 00:00 UTC"),
  ])
  func `a moment in UTC is read to the minute`(text: String, readable: String) {
    #expect(Timestamp(text)?.readable == readable)
  }

  @Test(arguments: [
    "", "2021-01-05", "2021-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2021-13-01T00:00:00Z",
    "2021-00-01T00:00:00Z",
    "2021-04-31T00:00:00Z", "2021-01-00T00:00:00Z", "2021-01-05T24:00:00Z", "2021-01-05T12:60:00Z",
    "2021-01-05T12:27:22", "2021-01-05T12:27:22+01:00", "2021-01-05T12:27:22.Z", "2021-01-05 12:27:22Z",
    "２021-01-05T12:27:22Z", "2021-01-05T12:27:22Zx", "-021-01-05T12:27:22Z",
  ])
  func `what is no moment of the calendar is refused`(text: String) {
    #expect(Timestamp(text) == nil)
  }

  @Test func `the first second of 1970 means that nothing is set`() {
    #expect(Timestamp("1970-01-01T00:00:00Z")?.isUnset == true)
    #expect(Timestamp("1970-01-01T00:00:01Z")?.isUnset == false)
  }
}
