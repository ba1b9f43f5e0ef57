import MigrationKit

/// Compares attachments with what the target gives back, byte for byte.
struct FileComparison: Sendable {
  let connection: TargetConnection
  let folder: DataFolder.Loaded

  /// The files of one article, by their bytes: names may have been changed by the target, their order too.
  func compare(
    _ expected: [Attachment], with files: [LoadedTicket.File], of place: String, _ notebook: inout Notebook
  ) async throws {
    var found: [(file: LoadedTicket.File, sha256: String)] = []
    for file in files { found.append((file, try await hash(file))) }
    for attachment in expected {
      notebook.compared.files += 1
      let name = connection.reader.fileName(for: attachment.name)
      let match =
        found.firstIndex { $0.sha256 == attachment.sha256 && $0.file.name == name }
        ?? found.firstIndex { $0.sha256 == attachment.sha256 }
      guard let match else {
        notebook.add(
          "\(place), attachment \(attachment.id)", "\(attachment.name) (\(attachment.sha256))",
          "not there, or other bytes")
        continue
      }
      let file = found.remove(at: match).file
      notebook.compare("\(place), attachment \(attachment.id): name", name, file.name)
      notebook.compare(
        "\(place), attachment \(attachment.id): bytes", "\(attachment.byteCount)", "\(file.byteCount)")
    }
    for extra in found {
      notebook.add("\(place), attachment", "none", "\(extra.file.name) (\(extra.sha256))")
    }
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
