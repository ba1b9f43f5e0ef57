import MigrationKit

/// The words that texts say, in lower case and each once. Two texts are compared by them, none is ever shown: so each is
/// known by a hash of 64 bits (FNV-1a; beyond ASCII the library's own).
struct SpokenWords {
  /// Sorted.
  private var hashes: [UInt64] = []

  var count: Int { hashes.count }

  init(of texts: [String]) {
    for text in texts {
      text.withBytes { bytes in
        for part in bytes.split(whereSeparator: \.isSpace) { add(part) }
      }
    }
    hashes.sort()
    let next = hashes.dropFirst()
    hashes = zip(hashes, next).filter(!=).map(\.0) + hashes.suffix(1)
  }

  /// How many of these words the others are without.
  func missing(in others: SpokenWords) -> Int {
    var rest = others.hashes[...]
    return hashes.count { hash in
      rest = rest.drop { $0 < hash }
      return rest.first != hash
    }
  }

  private mutating func add(_ part: Slice<UnsafeBufferPointer<UInt8>>) {
    guard part.allSatisfy({ $0 < 0x80 }) else {
      hashes += String(decoding: part, as: UTF8.self).wordsOfAnyScript.map(hash)
      return
    }
    for word in part.split(whereSeparator: { !$0.isLetterOrDigit }) {
      hashes.append(hash(ofASCII: word.lazy.map { $0 | 0x20 }))
    }
  }
}

/// Unicode form does not count.
private func hash(of word: String) -> UInt64 {
  let isASCII = word.utf8.allSatisfy { $0 < 0x80 }
  return isASCII ? hash(ofASCII: word.utf8) : UInt64(truncatingIfNeeded: word.hashValue)
}

private func hash(ofASCII word: some Sequence<UInt8>) -> UInt64 {
  word.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}

extension String {
  /// Words by characters. Where a script has no spaces between words, each character is one.
  fileprivate var wordsOfAnyScript: [String] {
    let plain = unicodeScalars.contains(where: \.isFormat) ? withoutFormats : self
    return plain.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }).flatMap { run in
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
  /// The first of them is the soft hyphen.
  fileprivate var isFormat: Bool { value >= 0xAD && properties.generalCategory == .format }

  /// Thai and Lao, Burmese, Khmer, and all from the CJK radicals on.
  fileprivate var isOfScriptWithoutSpaces: Bool {
    switch value {
    case 0x0E00...0x0EFF, 0x1000...0x109F, 0x1780...0x17FF, 0x2E80...: true
    default: false
    }
  }
}
