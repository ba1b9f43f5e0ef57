/// Files of a slice that come in one answer, with their places among its files: small ones that the source can show,
/// several together; any other by itself.
struct AttachmentBundle: Sendable {
  let places: [Int]
  let references: [AttachmentReference]

  /// Of the files in all answers that are under way together: a file takes some four times its bytes of memory while
  /// it is taken out of an answer.
  private static let mostBytes = 8 << 20

  /// Those that come by themselves are first: each takes its time, and the slice waits for the last of them.
  ///
  /// - Parameter jobs: how many answers may be under way.
  static func bundles(
    of references: [AttachmentReference], shownAtOnce: Int, jobs: Int
  ) -> [AttachmentBundle] {
    let files = Array(references.enumerated())
    let alone = files.filter { !$0.element.isShownSmall }.map { [$0] }
    let together = batches(
      files.filter(\.element.isShownSmall), limit: shownAtOnce, weight: { $0.element.byteCount ?? 0 },
      total: mostBytes / max(1, jobs))
    return (alone + together).map { files in
      AttachmentBundle(places: files.map(\.offset), references: files.map(\.element))
    }
  }
}

extension AttachmentReference {
  /// One that is announced as no longer comes by way of memory. A longer one, or one of unknown length, goes to a file
  /// at once, and is continued there when it breaks off.
  static let small = 64 << 10

  fileprivate var isShownSmall: Bool {
    guard isShown, let byteCount else { return false }
    return byteCount <= Self.small
  }
}
