import CCurl

/// One request while libcurl works on it. It belongs to the engine's thread from beginning to end.
///
/// A class, because libcurl keeps its address and hands it back to the callbacks.
final class CurlTransfer {
  let job: TransferJob
  let handle: CurlHandle
  var outgoing: OutgoingBody
  private var incoming: IncomingBody
  private var headers: [HTTPHeader] = []
  /// Of all header lines, also those of answers before the real one.
  private var headerByteCount = 0
  /// The empty line after the headers was seen. libcurl takes an answer that is cut before it for a whole
  /// one.
  private var headIsComplete = false
  /// Why a callback ended the transfer; libcurl itself then only says "aborted".
  private var fault: TransferFault?
  /// Ten times what any server sends; libcurl before 8.3 bounds only the length of a single line.
  private static let longestHead = 256 << 10
  private static let mostHeaders = 1000
  /// libcurl reads from it until the transfer has ended.
  private var headerList: OpaquePointer?

  init(_ job: TransferJob, handle: CurlHandle) throws(FileError) {
    self.job = job
    self.handle = handle
    outgoing = try OutgoingBody(job.request.body)
    incoming = IncomingBody(job.request)
  }

  deinit {
    curl_slist_free_all(headerList)
  }

  /// Gives libcurl everything it has to know; returns its first refusal, or 0.
  func prepare() -> Int32 {
    guard handle.refusal == 0 else { return handle.refusal }
    handle.forgetMessage()
    var options = CurlOptions(handle: handle.easy)
    options.setRequest(job.request, bodyByteCount: outgoing.byteCount)
    headerList = options.setHeaders(job.request.headers)
    options.setContext(Unmanaged.passUnretained(self).toOpaque())
    return options.refusal
  }

  /// What the caller gets, once libcurl is done with the handle.
  func result(_ code: Int32) -> TransferResult {
    if let fault { return .failure(fault) }
    guard code == 0 else {
      return .failure(
        CurlFailure(code, handle: handle.easy, message: handle.message).fault(outgoing.sentCount))
    }
    guard headIsComplete else { return .failure(.lost("the answer was cut off within its headers")) }
    do throws(TransferFault) {
      try incoming.finish(head)
    } catch {
      return .failure(error)
    }
    return .success(
      HTTPResponse(status: status, headers: headers, body: incoming.memory, byteCount: incoming.byteCount))
  }

  private var status: Int { ccurl_get_long(handle.easy, CURLINFO_RESPONSE_CODE) }
  private var head: HTTPResponse { HTTPResponse(status: status, headers: headers) }

  /// One header line; or the status line before them, or the empty line after them. There may be several such
  /// blocks: 100 Continue comes before the real one. False ends the transfer.
  func takeHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    headerByteCount += line.count
    guard headerByteCount <= Self.longestHead, headers.count < Self.mostHeaders else {
      fault = .lost("the answer's headers are longer than \(Self.longestHead >> 10) KiB or too many")
      return false
    }
    if line.starts(with: "HTTP/".utf8) {
      headers = []
      headIsComplete = false
    } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      headers.append(HTTPHeader(text(line[..<colon]), text(line[(colon + 1)...])))
    } else if text(line[...]).isEmpty {
      headIsComplete = true
    }
    return true
  }

  /// False ends the transfer.
  func takeBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    do throws(TransferFault) {
      try incoming.append(bytes, head)
      return true
    } catch {
      fault = error
      return false
    }
  }

  /// Nil ends the transfer.
  func giveBody(_ room: UnsafeMutableRawBufferPointer) -> Int? {
    do throws(FileError) {
      return try outgoing.next(into: room)
    } catch {
      fault = .storage(error.description)
      return nil
    }
  }
}

/// Without the white space around it, the line's end included.
private func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
  let isBlank = { (byte: UInt8) in byte == 0x20 || 0x09...0x0D ~= byte }
  guard let first = bytes.firstIndex(where: { !isBlank($0) }),
    let last = bytes.lastIndex(where: { !isBlank($0) })
  else { return "" }
  return String(decoding: bytes[first...last], as: UTF8.self)
}
