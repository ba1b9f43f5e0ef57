import Testing

@testable import MigrationKit

@Suite(.temporaryFolder) struct SHA256Tests {
  /// The examples of FIPS 180-4 and of NIST's collection of test vectors.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
    ),
  ])
  func `the published examples come out`(text: String, hash: String) {
    #expect(SHA256.hex(of: Array(text.utf8)) == hash)
  }

  /// Around the ends of a block, where the padding changes; the hashes are coreutils'.
  @Test(arguments: [
    (55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"),
    (56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"),
    (63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"),
    (64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"),
    (65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"),
    (119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"),
    (128, "6836cf13bac400e9105071cd6af47084dfacad4e5e302c94bfed24e013afb73e"),
    (1_000_000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ])
  func `lengths around a block come out`(count: Int, hash: String) {
    #expect(SHA256.hex(of: [UInt8](repeating: UInt8(ascii: "a"), count: count)) == hash)
  }

  /// Around eight blocks, which are taken in at once where the processor can; the hashes are those of Python's hashlib.
  @Test(arguments: [
    (448, "4fb99e6abfb6753aa2b0dc29796f2bafdd3046f6e88675a5535be00b23b00530"),
    (511, "4dfe043dfb9a0ba049b753ebd32aebae5a9bb50881264833374f0427ce0dbc59"),
    (512, "a596d1ed59ea46819219ca30020c99dc6075daec3fb00f9b12afd94cbc942c7c"),
    (513, "41add5c56455c2117f65f9c662e940a1628b666db156ba751f90606b4475bf26"),
    (1087, "895a4b082ce26e4ed8de1f61c71197d56bcf5f2858647b069e5428562a90ff56"),
    (1_000_000, "34596c4573adf4f29b28ef2c79c997eeb28dcf482ce9370047b727b0396a798c"),
  ])
  func `blocks that differ come out`(count: Int, hash: String) {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    #expect(SHA256.hex(of: bytes) == hash)
  }

  @Test(arguments: [[1], [3, 61, 64, 1], [63, 1, 1], [0, 7, 0, 130], [64], [127, 200]])
  func `the pieces in which bytes come make no difference`(pieces: [Int]) {
    let bytes = (0..<1000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    var hash = SHA256()
    var rest = bytes[...]
    var turn = 0
    while !rest.isEmpty {
      let piece = Array(rest.prefix(pieces[turn % pieces.count]))
      piece.withUnsafeBytes { hash.update($0) }
      rest = rest.dropFirst(piece.count)
      turn += 1
    }
    #expect(hash.finish() == SHA256.hex(of: bytes))
  }

  @Test(arguments: [0, 1, 256 << 10, (256 << 10) + 1])
  func `a file has the hash of its bytes`(count: Int) throws {
    let text = String(repeating: "x", count: count)
    let path = try TemporaryFolder.current.write(text, to: "file")
    #expect(try SHA256.hex(ofFile: path) == SHA256.hex(of: Array(text.utf8)))
  }
}
