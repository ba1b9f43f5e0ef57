import Foundation
import MigrationKit

/// The words that texts say, in lower case and each once; but a password such as "Xk29" as it is. Two texts are compared
/// by them, none is ever shown: so each is known by a hash of 64 bits (FNV-1a; beyond ASCII the library's own).
struct SpokenWords {
  private var hashes = HashTable()

  var count: Int { hashes.count }

  init(of texts: [String]) {
    for text in texts { text.withBytes { add(wordsOf: $0) } }
  }

  /// How many of these words the others are without.
  func missing(in others: SpokenWords) -> Int { hashes.count(without: others.hashes) }

  /// - Parameter word: one of `wordsOfAnyScript`.
  func say(_ word: String) -> Bool { hashes.contains(hash(of: word)) }

  private mutating func add(wordsOf bytes: UnsafeBufferPointer<UInt8>) {
    var end = 0
    while let start = bytes[end...].firstIndex(where: { !$0.isSpace }) {
      end = start
      var isASCII = true
      while end < bytes.count, !bytes[end].isSpace {
        isASCII = isASCII && bytes[end] < 0x80
        end += 1
      }
      if isASCII { add(wordsOfASCII: bytes[start..<end]) } else { add(wordsOfAnyScript: bytes[start..<end]) }
    }
  }

  private mutating func add(wordsOfASCII part: Slice<UnsafeBufferPointer<UInt8>>) {
    var word = WordHash()
    for byte in part {
      if byte.isLetterOrDigit {
        word.add(byte)
      } else if word.isBegun {
        hashes.insert(word.value)
        word = WordHash()
      }
    }
    if word.isBegun { hashes.insert(word.value) }
  }

  private mutating func add(wordsOfAnyScript part: Slice<UnsafeBufferPointer<UInt8>>) {
    for word in String(decoding: part, as: UTF8.self).wordsOfAnyScript { hashes.insert(hash(of: word)) }
  }
}

/// FNV-1a.
private struct WordHash {
  private static let start: UInt64 = 0xCBF2_9CE4_8422_2325
  private var folded = start
  private var exact = start
  /// Which it has: bit 0 digits, bit 1 capitals, bit 2 small letters.
  private var kinds = 0

  var isBegun: Bool { folded != Self.start }
  var value: UInt64 { kinds == 7 ? exact : folded }

  /// A letter or a digit.
  mutating func add(_ byte: UInt8) {
    kinds |= byte < 0x3A ? 1 : byte < 0x5B ? 2 : 4
    folded = (folded ^ UInt64(byte | 0x20)) &* 0x100_0000_01B3
    exact = (exact ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}

/// Hashes, each once, each in the first free slot from its own one on: hashing them again, as a set does, and sorting them
/// cost several times as much.
private struct HashTable {
  /// Nobody who writes mail can know which words get one slot.
  private static let spread = UInt64.random(in: .min ... .max) | 1

  private let spread = Self.spread
  /// Half of them at least are free, which is 0; their number is a power of 2.
  private var slots = [UInt64](repeating: 0, count: 256)
  private(set) var count = 0

  /// 0 counts as 1.
  mutating func insert(_ hash: UInt64) {
    let hash = max(hash, 1)
    let slot = slot(of: hash)
    guard slots[slot] == 0 else { return }
    slots[slot] = hash
    count += 1
    if count * 2 > slots.count { grow() }
  }

  func contains(_ hash: UInt64) -> Bool { slots[slot(of: max(hash, 1))] != 0 }

  func count(without other: HashTable) -> Int {
    slots.count { $0 != 0 && other.slots[other.slot(of: $0)] == 0 }
  }

  /// Where it is, or would be.
  private func slot(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (hash &* spread) >> 32) & mask
    while slots[slot] != 0, slots[slot] != hash { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: old.count * 2)
    for hash in old where hash != 0 { slots[slot(of: hash)] = hash }
  }
}

/// Unicode form does not count.
private func hash(of word: String) -> UInt64 {
  let isASCII = word.utf8.allSatisfy { $0 < 0x80 }
  guard isASCII else { return UInt64(truncatingIfNeeded: word.lowercased().hashValue) }
  var hash = WordHash()
  for byte in word.utf8 { hash.add(byte) }
  return hash.value
}

extension String {
  /// Words by characters. Where a script has no spaces between words, each character is one. What is a sign for another,
  /// such as a raised digit, is that.
  var wordsOfAnyScript: [String] {
    if utf8.allSatisfy({ $0 < 0x80 }) {
      return utf8.split { !$0.isLetterOrDigit }.map { String(decoding: $0, as: UTF8.self) }
    }
    if unicodeScalars.allSatisfy(\.isPlainlyLatin) {
      return unicodeScalars.split { !$0.isLatinLetterOrDigit }.map { String($0) }
    }
    var plain = unicodeScalars.contains(where: \.isFormat) ? withoutFormats : self
    if plain.unicodeScalars.contains(where: \.isVariant) {
      plain = plain.precomposedStringWithCompatibilityMapping
    }
    return plain.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).flatMap { run in
      run.unicodeScalars.contains(where: \.isOfScriptWithoutSpaces) ? run.map { String($0) } : [String(run)]
    }
  }

  private var withoutFormats: String {
    var scalars = UnicodeScalarView()
    for scalar in unicodeScalars where !scalar.isFormat { scalars.append(scalar) }
    return String(scalars)
  }
}

extension Unicode.Scalar {
  /// Latin letters in one piece, and the signs that stand between words in European mails: to be read one by one, which is
  /// a tenth of the work of reading characters.
  fileprivate var isPlainlyLatin: Bool {
    switch value {
    case 0xAA, 0xAD, 0xB2, 0xB3, 0xB5, 0xB9, 0xBA, 0xBC...0xBE: false
    case 0...0x17F, 0x2010...0x2027, 0x20AC: true
    default: false
    }
  }

  /// Of those that are plainly Latin.
  fileprivate var isLatinLetterOrDigit: Bool {
    value < 0x80
      ? UInt8(value).isLetterOrDigit : (0xC0...0x17F).contains(value) && value != 0xD7 && value != 0xF7
  }

  /// The first of them is the soft hyphen.
  fileprivate var isFormat: Bool { value >= 0xAD && properties.generalCategory == .format }

  /// Raised and lowered digits and letters, fractions, ligatures, wide letters.
  fileprivate var isVariant: Bool {
    switch value {
    case 0xB2, 0xB3, 0xB9, 0xBC...0xBE, 0x2B0...0x2FF, 0x1D2C...0x1DBF, 0x2070...0x209F, 0x2100...0x218F,
      0xFB00...0xFB06, 0xFF01...0xFF5E:
      true
    default: false
    }
  }

  /// Thai and Lao, Burmese, Khmer, and all from the CJK radicals on.
  fileprivate var isOfScriptWithoutSpaces: Bool {
    switch value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...: true
    default: false
    }
  }
}
