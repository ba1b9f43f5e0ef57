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
  let health: SourceHealth

  /// Several that the source can show in one answer. What is not whole in it is fetched by itself, and all of them are
  /// when there is no such answer.
  func fetch(_ references: [AttachmentReference]) async throws -> [Outcome] {
    let shown = try await shown(references.filter { try notes.attachment($0) == nil })
    let kept = try shown.map { reference, bytes in attachment(reference, try blobs.keep(bytes)) }
    try notes.write(kept)
    if !kept.isEmpty { health.noteSuccess(of: .file) }
    let keptByKey = Dictionary(kept.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    var outcomes: [Outcome] = []
    for reference in references {
      if let attachment = keptByKey[reference.key] {
        outcomes.append(.kept(attachment))
      } else {
        outcomes.append(try await fetch(reference))
      }
    }
    return outcomes
  }

  /// Those that are whole in one answer.
  private func shown(
    _ references: [AttachmentReference]
  ) async throws -> [(reference: AttachmentReference, bytes: [UInt8])] {
    guard references.count > 1 else { return [] }
    do {
      return zip(references, try await bytes(of: references)).compactMap { reference, bytes in
        bytes.flatMap { $0.count == reference.byteCount ? (reference, $0) : nil }
      }
    } catch is DownloadFault {
      return []
    } catch {
      _ = try await health.words(of: error)
      return []
    }
  }

  private func bytes(of references: [AttachmentReference]) async throws -> [[UInt8]?] {
    guard let request = source.show(references) else { return [] }
    return try await DoubtfulAnswer.askingAgain {
      try source.bytes(in: try await answer(to: request), of: references)
    }
  }

  func fetch(_ reference: AttachmentReference) async throws -> Outcome {
    if let kept = try notes.attachment(reference) { return .kept(kept) }
    let arrival: Arrival
    do {
      arrival = try await bring(reference)
    } catch let fault as DownloadFault {
      try blobs.discard(blobs.arrival(of: reference.key))
      return .rejected(reject(reference, fault.reason))
    } catch {
      // A part that has arrived stays, so that the next run can continue it.
      let words = try await health.words(of: error)
      try health.noteReject(of: .file, because: error)
      return .rejected(reject(reference, words))
    }
    health.noteSuccess(of: .file)
    return .kept(try await keep(reference, arrival))
  }

  private func keep(_ reference: AttachmentReference, _ arrival: Arrival) async throws -> ExtractedAttachment
  {
    let blob =
      switch arrival {
      case .bytes(let bytes): try blobs.keep(bytes)
      case .file(let path, _): try await awaitingDisk { [blobs] in try blobs.keep(path) }
      }
    let attachment = attachment(reference, blob)
    try notes.write([attachment])
    return attachment
  }

  private func attachment(
    _ reference: AttachmentReference, _ blob: (sha256: String, byteCount: Int)
  ) -> ExtractedAttachment {
    ExtractedAttachment(
      ticket: reference.ticket, id: reference.id, name: reference.name, mediaType: reference.mediaType,
      byteCount: blob.byteCount, sha256: blob.sha256)
  }

  private func bring(_ reference: AttachmentReference) async throws -> Arrival {
    let arrival =
      reference.isDownloadable
      ? try await DoubtfulAnswer.askingAgain { try await download(reference) } : try await look(at: reference)
    guard let expected = reference.byteCount, expected != arrival.byteCount else { return arrival }
    throw DownloadFault(reason: "received \(counted(arrival.byteCount, "byte")), expected \(expected)")
  }

  private func download(_ reference: AttachmentReference) async throws -> Arrival {
    var request = source.download(reference)
    if let announced = reference.byteCount, announced <= AttachmentReference.small {
      request.isDownload = true
      return .bytes(try await file(reference, by: request).body)
    }
    let path = try blobs.arrival(of: reference.key)
    request.destination = .file(path: path)
    do {
      return .file(path, byteCount: try await file(reference, by: request).byteCount)
    } catch let fault as SourceError {
      try blobs.discard(path)
      throw fault
    }
  }

  private func file(_ reference: AttachmentReference, by request: HTTPRequest) async throws -> HTTPResponse {
    let response = try await answer(to: request)
    if isPage(response.header("Content-Type") ?? ""), !isPage(reference.mediaType) {
      throw SourceError.webPage
    }
    return response
  }

  private func look(at reference: AttachmentReference) async throws -> Arrival {
    guard let bytes = try await bytes(of: [reference]).first ?? nil else {
      throw DownloadFault(
        reason: "its text does not match its stated length of \(reference.byteCount ?? 0) bytes")
    }
    return .bytes(bytes)
  }

  private func answer(to request: HTTPRequest) async throws -> HTTPResponse {
    let response = try await client.send(request)
    guard response.isSuccess else {
      throw DownloadFault(reason: "the server answered \(response.status): \(response.excerpt)")
    }
    return response
  }

  private func isPage(_ mediaType: String) -> Bool { mediaType.lowercased().contains("html") }

  private func reject(_ reference: AttachmentReference, _ reason: String) -> Reject {
    Reject(
      ticket: reference.ticket, rule: RejectRule.attachment(reference.id).description,
      reason: "\"\(reference.name)\" was not fetched: \(reason)",
      hint:
        "open it in the old system; once it opens there, run extract again: it fetches only what is missing"
    )
  }
}

/// What has come of one file, before it is known which blob it is.
private enum Arrival: Sendable {
  case bytes([UInt8])
  case file(_ path: String, byteCount: Int)

  var byteCount: Int {
    switch self {
    case .bytes(let bytes): bytes.count
    case .file(_, let byteCount): byteCount
    }
  }
}

/// What the source says, or fails to say, about one file.
private struct DownloadFault: Error {
  let reason: String
}
