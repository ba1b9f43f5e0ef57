import MigrationKit

/// Brings one attachment's bytes into the blob store, and checks them.
struct AttachmentDownload: Sendable {
  enum Outcome: Sendable {
    case kept(ExtractedAttachment)
    /// The source has no bytes for it, or not those it promised.
    case rejected(Reject)
  }

  let source: any TicketSource
  let client: HTTPClient
  let blobs: BlobStore

  func fetch(_ reference: AttachmentReference) async throws -> Outcome {
    let arrival = try blobs.arrival()
    if let fault = try await bring(reference, to: arrival) {
      try Disk.remove(arrival)
      return .rejected(reject(reference, fault))
    }
    let blob = try blobs.keep(arrival)
    return .kept(
      ExtractedAttachment(
        ticket: reference.ticket, id: reference.id, name: reference.name, mediaType: reference.mediaType,
        byteCount: blob.byteCount, sha256: blob.sha256))
  }

  /// Fetches the bytes into a file; returns what is wrong with them, or nil.
  private func bring(_ reference: AttachmentReference, to path: String) async throws -> String? {
    var request = source.download(reference)
    if !reference.isWrapped { request.destination = .file(path: path) }
    let response = try await client.send(request)
    guard response.isSuccess else { return "the source answers \(response.status): \(response.excerpt)" }
    guard reference.isWrapped else { return lengthFault(reference, response.byteCount) }
    guard let bytes = try source.unwrap(response, of: reference) else {
      return "its text does not fit its length of \(reference.byteCount ?? 0) bytes"
    }
    try OpenFile(path, .replacing).write(bytes)
    return lengthFault(reference, bytes.count)
  }

  private func lengthFault(_ reference: AttachmentReference, _ byteCount: Int) -> String? {
    guard let expected = reference.byteCount, expected != byteCount else { return nil }
    return "\(byteCount) bytes came, \(expected) were announced"
  }

  private func reject(_ reference: AttachmentReference, _ reason: String) -> Reject {
    Reject(
      ticket: reference.ticket, rule: "attachment/\(reference.id)",
      reason: "\"\(reference.name)\" was not fetched: \(reason)",
      hint: "open it in the old system; when it is well there, delete data/extracted and extract again")
  }
}
