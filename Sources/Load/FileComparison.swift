import MigrationKit

/// Compares attachments with what the target gives back: byte for byte, or by name and length where they are not in
/// the sample.
struct FileComparison: Sendable {
  let connection: TargetConnection
  let folder: DataFolder.Loaded
  var sample = FileSample.all

  private struct Shown {
    let file: LoadedTicket.File
    /// Nil when its bytes were not read.
    let sha256: String?
  }

  /// The files of one article: names may have been changed by the target, their order too.
  /// - Parameter ordinal: the place of the first of them among all attachments.
  func compare(
    _ expected: [Attachment], from ordinal: Int, with files: [LoadedTicket.File], of place: String,
    _ notebook: inout Notebook
  ) async throws {
    let sampled = expected.enumerated().filter { sample.contains(ordinal + $0.offset) }.map(\.element)
    var found = try await shown(files, among: sampled)
    for attachment in sampled {
      notebook.compared.hashedFiles += 1
      take(attachment, "\(place), attachment \(attachment.id)", &found, &notebook) {
        $0.sha256 == attachment.sha256
      }
    }
    for attachment in expected where !sampled.contains(attachment) {
      take(attachment, "\(place), attachment \(attachment.id)", &found, &notebook) {
        $0.file.byteCount == attachment.byteCount
      }
    }
    for extra in found {
      notebook.add(
        "\(place), attachment", "none", extra.file.name + (extra.sha256.map { " (\($0))" } ?? ""))
    }
  }

  /// Reads what may be one of the sample: all when that is everything, else what has the same length.
  private func shown(_ files: [LoadedTicket.File], among sampled: [Attachment]) async throws -> [Shown] {
    var found: [Shown] = []
    for file in files {
      let isCandidate = sample.isAll || sampled.contains { $0.byteCount == file.byteCount }
      found.append(Shown(file: file, sha256: isCandidate ? try await hash(file) : nil))
    }
    return found
  }

  private func take(
    _ attachment: Attachment, _ what: String, _ found: inout [Shown], _ notebook: inout Notebook,
    _ isRight: (Shown) -> Bool
  ) {
    notebook.compared.files += 1
    let name = connection.reader.fileName(for: attachment.name)
    let match = found.firstIndex { isRight($0) && $0.file.name == name } ?? found.firstIndex(where: isRight)
    guard let match else {
      return notebook.add(
        what, "\(attachment.name) (\(attachment.sha256))", "missing, or with different bytes")
    }
    let file = found.remove(at: match).file
    compareName(attachment, name, file, "\(what): name", &notebook)
    notebook.compare("\(what): bytes", "\(attachment.byteCount)", "\(file.byteCount)")
  }

  /// A picture in a text may have got a name of its own, which begins and ends as the old one.
  private func compareName(
    _ attachment: Attachment, _ name: String, _ file: LoadedTicket.File, _ what: String,
    _ notebook: inout Notebook
  ) {
    if file.name == attachment.name { return notebook.agree() }
    let beginning = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    let isKnown =
      file.name == name || file.name.hasPrefix(beginning) && attachment.mediaType.hasPrefix("image/")
    notebook.add(
      what, isKnown ? attachment.name : name, file.name,
      isKnown
        ? .changed("names lose characters that the target forbids; pictures get names of their own") : nil)
  }

  private func hash(_ file: LoadedTicket.File) async throws -> String {
    let path = try folder.readBack.arrival()
    var request = HTTPRequest(.get, file.path)
    request.destination = .file(path: path)
    let response = try await connection.client.send(request)
    guard response.isSuccess else { return "answered \(response.status)" }
    let hash = try SHA256.hex(ofFile: path)
    try Disk.remove(path)
    return hash
  }
}
