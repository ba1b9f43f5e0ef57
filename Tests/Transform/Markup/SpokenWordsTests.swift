import Testing

@testable import Transform

@Suite struct SpokenWordsTests {
  @Test(arguments: [
    ("Hello, WORLD!", "world: hello", 2, 0), ("one two two three", "one three", 3, 1), ("", "anything", 0, 0),
    ("*bold*, 3rd", "bold", 2, 1), ("Zoe\u{301} früh", "ZOÉ FRÜH", 2, 0), ("x-y", "xy", 2, 2),
    ("abc “quoted”", "Quoted abc", 2, 0), ("打印机", "机打", 3, 1), ("Beau\u{AD}tiful", "beautiful", 1, 0),
  ])
  func `words count once, whatever their case, form and signs`(
    wanted: String, said: String, count: Int, missing: Int
  ) {
    let words = SpokenWords(of: [wanted])
    #expect(words.count == count)
    #expect(words.missing(in: SpokenWords(of: ["", said])) == missing)
  }

  @Test func `as many words as there are count`() {
    let words = (0..<3000).map { "word\($0)" }
    let all = SpokenWords(of: [words.joined(separator: " "), words.reversed().joined(separator: "\n")])
    #expect(all.count == 3000)
    #expect(all.missing(in: SpokenWords(of: words)) == 0)
    #expect(all.missing(in: SpokenWords(of: Array(words.dropFirst(1000)))) == 1000)
    #expect(SpokenWords(of: ["word1", "else"]).missing(in: all) == 1)
  }
}
