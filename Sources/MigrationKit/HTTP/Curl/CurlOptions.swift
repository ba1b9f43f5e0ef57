import CCurl

/// What holds for every transfer of an engine.
struct CurlSettings: Sendable {
  var certificateAuthority: String?
  var connectTimeout: Duration
  var idleTimeout: Duration
  var longestIdleConnection: Duration
  /// How many requests run at once; more are never asked for.
  var connections: Int
  var userAgent: String
}

/// Sets the options of one handle and remembers the first that was refused.
struct CurlOptions {
  let handle: OpaquePointer
  private(set) var refusal: Int32 = 0

  /// Slower for the whole idle time-out means that nothing useful comes: a drip of a byte a second would hold its
  /// place for days. An old modem of 9,600 bit/s, shared by eight connections, still gives each twice as much, and a
  /// server that sends a little now and then is faster in between.
  private static let slowestBytesPerSecond = 64

  init(handle: OpaquePointer) {
    self.handle = handle
  }

  /// What stays as it is for all transfers of a handle. `message` is where libcurl writes what went wrong.
  mutating func setConnection(_ settings: CurlSettings, message: UnsafeMutablePointer<CChar>) {
    set(CURLOPT_NOSIGNAL, 1)
    set(CURLOPT_PROTOCOLS, Int(CURLPROTO_HTTP_AND_HTTPS))
    set(CURLOPT_FOLLOWLOCATION, 0)
    set(CURLOPT_PATH_AS_IS, 1)
    set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    set(CURLOPT_CONNECTTIMEOUT_MS, Int(settings.connectTimeout / .milliseconds(1)))
    set(CURLOPT_LOW_SPEED_LIMIT, Self.slowestBytesPerSecond)
    set(CURLOPT_LOW_SPEED_TIME, max(1, Int((settings.idleTimeout / .seconds(1)).rounded(.up))))
    set(CURLOPT_MAXAGE_CONN, Int(settings.longestIdleConnection / .seconds(1)))
    set(CURLOPT_USERAGENT, settings.userAgent)
    if let path = settings.certificateAuthority { set(CURLOPT_CAINFO, path) }
    setPointer(CURLOPT_ERRORBUFFER, message)
    refuse(ccurl_set_callback(handle, CURLOPT_WRITEFUNCTION, receiveBody))
    refuse(ccurl_set_callback(handle, CURLOPT_HEADERFUNCTION, receiveHeader))
    refuse(ccurl_set_callback(handle, CURLOPT_READFUNCTION, provideBody))
  }

  /// Sets every option that a request before may have set otherwise.
  ///
  /// libcurl silently sends a request again when a kept connection dies before the answer, unless it would
  /// have to rewind a body it cannot rewind: so a body goes through the read callback, without a seek
  /// callback. A writing request without a body has nothing to rewind and gets a connection of its own; by
  /// HTTP/1.1, since others would share one of HTTP/2, and a shared one counts as kept.
  mutating func setRequest(_ request: TransferRequest, bodyByteCount: Int) {
    set(CURLOPT_URL, request.url)
    set(CURLOPT_ACCEPT_ENCODING, request.destination.isFile ? "identity" : "")
    setMethod(request, bodyByteCount)
    let isAlone = request.method.writes && !request.hasBody
    set(CURLOPT_FRESH_CONNECT, isAlone ? 1 : 0)
    set(CURLOPT_FORBID_REUSE, isAlone ? 1 : 0)
    set(CURLOPT_HTTP_VERSION, Int(isAlone ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS))
  }

  /// Each of the first three takes back the other two.
  private mutating func setMethod(_ request: TransferRequest, _ bodyByteCount: Int) {
    if request.body != nil || [.post, .put, .patch].contains(request.method) {
      set(CURLOPT_POST, 1)
      refuse(ccurl_set_length(handle, CURLOPT_POSTFIELDSIZE_LARGE, Int64(bodyByteCount)))
    } else {
      set(request.method == .head ? CURLOPT_NOBODY : CURLOPT_HTTPGET, 1)
    }
    let isNamed = request.method != .get && request.method != .head
    refuse(ccurl_set_text(handle, CURLOPT_CUSTOMREQUEST, isNamed ? request.method.rawValue : nil))
  }

  /// Returns the list libcurl now reads from; whoever asks frees it after the transfer.
  mutating func setHeaders(_ headers: [HTTPHeader]) -> OpaquePointer? {
    // libcurl's form for a header without a value ends in a semicolon; "Expect:" alone takes that header
    // away.
    let lines = headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
    let ownType = headers.contains { $0.isNamed("Content-Type") }
    var list: OpaquePointer?
    for line in lines + ["Expect:"] + (ownType ? [] : ["Content-Type:"]) {
      guard let longer = curl_slist_append(list, line) else {
        refuse(27)
        return list
      }
      list = longer
    }
    refuse(ccurl_set_list(handle, CURLOPT_HTTPHEADER, list))
    return list
  }

  /// What the callbacks get.
  mutating func setContext(_ context: UnsafeMutableRawPointer) {
    setPointer(CURLOPT_WRITEDATA, context)
    setPointer(CURLOPT_HEADERDATA, context)
    setPointer(CURLOPT_READDATA, context)
  }

  private mutating func set(_ option: Int32, _ value: Int) {
    refuse(ccurl_set_long(handle, option, value))
  }

  private mutating func set(_ option: Int32, _ value: String) {
    refuse(ccurl_set_text(handle, option, value))
  }

  private mutating func setPointer(_ option: Int32, _ value: UnsafeMutableRawPointer) {
    refuse(ccurl_set_pointer(handle, option, value))
  }

  private mutating func refuse(_ code: Int32) {
    if refusal == 0 { refusal = code }
  }
}

extension HTTPRequest.Destination {
  /// Files are asked for uncompressed: then their length is known, and a cut one is always noticed.
  fileprivate var isFile: Bool {
    if case .file = self { true } else { false }
  }
}

// libcurl calls these on the engine's thread, with the address of a transfer the engine holds until it is
// done.

private func transfer(_ context: UnsafeMutableRawPointer?) -> CurlTransfer? {
  context.map { Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
}

private let receiveHeader: curl_data_callback = { bytes, size, count, context in
  let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
  // Any number but the one offered makes libcurl stop.
  return transfer(context)?.takeHeader(line) == true ? line.count : line.count + 1
}

private let receiveBody: curl_data_callback = { bytes, size, count, context in
  let piece = UnsafeRawBufferPointer(start: bytes, count: size * count)
  return transfer(context)?.takeBody(piece) == true ? piece.count : piece.count + 1
}

private let provideBody: curl_data_callback = { bytes, size, count, context in
  let room = UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
  return transfer(context)?.giveBody(room) ?? Int(CURL_READFUNC_ABORT)
}
