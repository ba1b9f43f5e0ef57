import Testing

@testable import Extract
@testable import MigrationKit

@Suite struct AttachmentBundleTests {
  private func file(_ byteCount: Int?, isShown: Bool = true) -> AttachmentReference {
    AttachmentReference(
      ticket: SourceID("1"), id: "1", name: "a", mediaType: "image/png", byteCount: byteCount, path: "/a",
      isShown: isShown)
  }

  private func places(_ files: [AttachmentReference], shownAtOnce: Int = 3, jobs: Int = 1) -> [[Int]] {
    AttachmentBundle.bundles(of: files, shownAtOnce: shownAtOnce, jobs: jobs).map(\.places)
  }

  @Test func `small files come together, as many as an answer shows`() {
    #expect(places(Array(repeating: file(1), count: 7)) == [[0, 1, 2], [3, 4, 5], [6]])
  }

  @Test func `what is long, of unknown length or not shown comes by itself, and is asked for first`() {
    let files = [file(1), file(nil), file(65_536), file(65_537), file(1, isShown: false), file(2)]
    #expect(places(files) == [[1], [3], [4], [0, 2, 5]])
  }

  @Test func `the more answers are under way, the less is in each`() {
    let files = Array(repeating: file(60_000), count: 4)
    #expect(places(files, shownAtOnce: 100, jobs: 1) == [[0, 1, 2, 3]])
    #expect(places(files, shownAtOnce: 100, jobs: 64) == [[0, 1], [2, 3]])
    #expect(places(files, shownAtOnce: 100, jobs: 1000) == [[0], [1], [2], [3]])
  }
}
