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
    var request = source.download(reference)
    request.destination = .file(path: arrival)
    let response = try await client.send(request)
    guard response.isSuccess else {
      try Disk.remove(arrival)
      return .rejected(reject(reference, "the source answers \(response.status): \(response.excerpt)"))
    }
    if let expected = reference.byteCount, expected != response.byteCount {
      try Disk.remove(arrival)
      return .rejected(reject(reference, "\(response.byteCount) bytes came, \(expected) were announced"))
    }
    let blob = try blobs.keep(arrival)
    return .kept(
      ExtractedAttachment(
        ticket: reference.ticket, id: reference.id, name: reference.name, mediaType: reference.mediaType,
        byteCount: blob.byteCount, sha256: blob.sha256))
  }

  private func reject(_ reference: AttachmentReference, _ reason: String) -> Reject {
    Reject(
      ticket: reference.ticket, rule: "attachment/\(reference.id)",
      reason: "\"\(reference.name)\" was not fetched: \(reason)",
      hint: "open it in the old system; when it is well there, delete data/extracted and extract again")
  }
}
