import MigrationKit
import Testing

@testable import Extract

@Suite struct RequestTrackerTextTests {
  /// What Request Tracker 5.0.3 shows in a list for files of these bytes.
  @Test(
    arguments: [
      ("Grüße", [0x47, 0x72, 0xFC, 0xDF, 0x65]),
      ("GrÃ¼", [0x47, 0x72, 0xC3, 0xBC]),
      ("Grü", [0x47, 0x72, 0xC3, 0xBC]),
      (#"Gr\xFC\xDFe"#, [0x47, 0x72, 0xFC, 0xDF, 0x65]),
      (#"é\xFC"#, [0xC3, 0xA9, 0xFC]),
      ("a\r\n", [0x61, 0x0D, 0x0A]),
      (#"\xFC"#, [0x5C, 0x78, 0x46, 0x43]),
      ("日", [0xE6, 0x97, 0xA5]),
      ("", []),
    ] as [(String, [UInt8])])
  func `the stored length tells which bytes a text was`(text: String, bytes: [UInt8]) throws {
    #expect(try RequestTrackerText.bytes(of: content(text), byteCount: bytes.count) == bytes)
  }

  /// Photographs and the like are shown one character a byte.
  @Test func `each byte there is comes back as itself`() throws {
    let bytes = Array(UInt8.min...UInt8.max)
    let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    #expect(try RequestTrackerText.bytes(of: content(text), byteCount: 256) == bytes)
  }

  @Test func `a text that fits no way has no bytes`() throws {
    #expect(try RequestTrackerText.bytes(of: content("Gr\u{FFFD}"), byteCount: 3) == nil)
  }

  @Test(arguments: [-1, 5, Int.max])
  func `a length that cannot be is no harm`(byteCount: Int) throws {
    #expect(try RequestTrackerText.bytes(of: content("Grüß"), byteCount: byteCount) == nil)
  }

  @Test(
    arguments: [
      (#""\u00FC\u00ff\u0000\/\b\f\n\r\t\"\\""#, [0xFC, 0xFF, 0, 0x2F, 8, 12, 10, 13, 9, 0x22, 0x5C]),
      (#""\u0100""#, nil), ("null", nil), ("{}", nil),
    ] as [(String, [UInt8]?)])
  func `however the server writes a character, it is the same byte`(json: String, bytes: [UInt8]?) throws {
    let content = try JSONDocument(json).root
    #expect(RequestTrackerText.bytes(of: content, byteCount: bytes?.count ?? 1) == bytes)
  }

  private func content(_ text: String) throws -> JSONNode {
    try JSONDocument(JSONValue.string(text).text).root
  }
}
