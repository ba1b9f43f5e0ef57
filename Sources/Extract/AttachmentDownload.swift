import MigrationKit

/// Brings one attachment's bytes into the blob store, and checks them. What is wrong with one file costs that file.
struct AttachmentDownload: Sendable {
  enum Outcome: Sendable {
    case kept(ExtractedAttachment)
    /// The source has no bytes for it, or not those it promised.
    case rejected(Reject)
  }

  let source: any TicketSource
  let client: HTTPClient
  let blobs: BlobStore
  let notes: ArrivalNotes

  func fetch(_ reference: AttachmentReference) async throws -> Outcome {
    if let kept = notes.attachment(reference) { return .kept(kept) }
    let arrival = try blobs.arrival(of: reference.key)
    do {
      try await bring(reference, to: arrival)
    } catch let fault as DownloadFault {
      try blobs.discard(arrival)
      return .rejected(reject(reference, fault.reason))
    } catch {
      // A part that has arrived stays, so that the next run can continue it.
      return .rejected(reject(reference, try await SourceHealth(source: source).words(of: error)))
    }
    return .kept(try await keep(reference, arrival))
  }

  private func keep(_ reference: AttachmentReference, _ arrival: String) async throws -> ExtractedAttachment {
    try await awaitingDisk { [blobs, notes] in
      let blob = try blobs.keep(arrival)
      let attachment = ExtractedAttachment(
        ticket: reference.ticket, id: reference.id, name: reference.name, mediaType: reference.mediaType,
        byteCount: blob.byteCount, sha256: blob.sha256)
      try notes.write(attachment)
      return attachment
    }
  }

  private func bring(_ reference: AttachmentReference, to path: String) async throws {
    let byteCount = try await DoubtfulAnswer.askingAgain {
      reference.isWrapped
        ? try await unwrap(reference, to: path) : try await download(reference, to: path)
    }
    guard let expected = reference.byteCount, expected != byteCount else { return }
    throw DownloadFault(reason: "\(byteCount) bytes came, \(expected) were announced")
  }

  /// Returns the length.
  private func download(_ reference: AttachmentReference, to path: String) async throws -> Int {
    var request = source.download(reference)
    request.destination = .file(path: path)
    let response = try await answer(to: request)
    if isPage(response.header("Content-Type") ?? ""), !isPage(reference.mediaType) {
      try blobs.discard(path)
      throw SourceError.inconsistent("a web page came instead of it, most likely one to log in")
    }
    return response.byteCount
  }

  private func unwrap(_ reference: AttachmentReference, to path: String) async throws -> Int {
    guard let bytes = try source.unwrap(try await answer(to: source.download(reference)), of: reference)
    else {
      throw DownloadFault(reason: "its text does not fit its length of \(reference.byteCount ?? 0) bytes")
    }
    try OpenFile(path, .replacing).write(bytes)
    return bytes.count
  }

  private func answer(to request: HTTPRequest) async throws -> HTTPResponse {
    let response = try await client.send(request)
    guard response.isSuccess else {
      throw DownloadFault(reason: "the source answers \(response.status): \(response.excerpt)")
    }
    return response
  }

  private func isPage(_ mediaType: String) -> Bool { mediaType.lowercased().contains("html") }

  private func reject(_ reference: AttachmentReference, _ reason: String) -> Reject {
    Reject(
      ticket: reference.ticket, rule: RejectRule.attachment(reference.id).description,
      reason: "\"\(reference.name)\" was not fetched: \(reason)",
      hint: "open it in the old system; when it is well there, extract again: only what is missing is fetched"
    )
  }
}

/// What the source says, or fails to say, about one file.
private struct DownloadFault: Error {
  let reason: String
}
