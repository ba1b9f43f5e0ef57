import CCurl

/// What a file was when its transfer began: enough to ask for the rest of the same bytes, and of no others.
///
/// It stands in `<path>.validator` beside the half file, as three lines: address, header, length. RFC 9110, 13.1.5
/// and 14.4.
struct FileValidator: Sendable, Equatable {
  let url: String
  /// `ETag` or `Last-Modified`.
  let header: HTTPHeader
  /// Length of the whole file.
  let total: Int

  /// Nil when the server cannot continue, or could continue with other bytes.
  init?(of answer: HTTPResponse, from url: String) {
    guard answer.status == 200, answer.header("Accept-Ranges")?.lowercased() == "bytes",
      answer.isUncoded, let total = answer.header("Content-Length").flatMap(Int.init),
      let header = answer.strongValidator
    else { return nil }
    self.url = url
    self.header = header
    self.total = total
  }

  /// Nil when there is none for this file, or none that can be understood.
  init?(beside path: String) throws(FileError) {
    guard Disk.exists(Self.path(beside: path)) else { return nil }
    let text = String(decoding: try Disk.contents(Self.path(beside: path)), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // The empty one behind the last line break shows that it was written to its end.
    guard lines.count == 4, lines[3].isEmpty, let total = Int(lines[2]),
      let name = ["ETag", "Last-Modified"].first(where: { lines[1].hasPrefix($0 + ": ") })
    else { return nil }
    url = lines[0]
    header = HTTPHeader(name, String(lines[1].dropFirst(name.count + 2)))
    self.total = total
  }

  func write(beside path: String) throws(FileError) {
    let text = "\(url)\n\(header.name): \(header.value)\n\(total)\n"
    try OpenFile(Self.path(beside: path), .replacing).write(text.utf8)
  }

  static func remove(beside path: String) throws(FileError) {
    try Disk.remove(self.path(beside: path))
  }

  private static func path(beside path: String) -> String { path + ".validator" }
}

/// A file whose transfer broke off, in this run or an earlier one, and can be continued.
struct HalfFile: Sendable, Equatable {
  /// What is here.
  let byteCount: Int
  let validator: FileValidator

  /// Nil when nothing is left of a transfer of this same address, or nothing that can be continued.
  init?(_ request: TransferRequest) throws(FileError) {
    guard request.method == .get, case .file(let path) = request.destination,
      let validator = try FileValidator(beside: path), validator.url == request.fileAddress,
      let byteCount = Disk.byteCount(path), (1..<max(1, validator.total)).contains(byteCount)
    else { return nil }
    self.byteCount = byteCount
    self.validator = validator
  }

  /// Asks for the rest; should the file be another one by now, for the whole of that.
  var headers: [HTTPHeader] {
    [HTTPHeader("Range", "bytes=\(byteCount)-"), HTTPHeader("If-Range", validator.header.value)]
  }

  /// Whether an answer with 206 brings the rest of these bytes, up to the end. Some servers take no notice of
  /// `If-Range`.
  func isContinued(by answer: HTTPResponse) -> Bool {
    let rest = "bytes \(byteCount)-\(validator.total - 1)/\(validator.total)"
    return answer.status == 206 && answer.header("Content-Range") == rest && answer.isUncoded
      && [nil, validator.header.value].contains(answer.header(validator.header.name))
  }
}

extension HTTPResponse {
  /// The bytes are those of the file itself.
  var isUncoded: Bool {
    [nil, "identity"].contains(header("Content-Encoding")?.lowercased())
  }

  /// The `ETag` when it is strong: a weak one says that bytes may differ. Without one `Last-Modified`, unless it is as
  /// late as the answer itself: then the file could have changed twice in that second (RFC 9110, 8.8.2.2).
  fileprivate var strongValidator: HTTPHeader? {
    if let tag = header("ETag") {
      return tag.hasPrefix("\"") ? HTTPHeader("ETag", tag) : nil
    }
    guard let date = header("Last-Modified"), case let modified = curl_getdate(date, nil), modified >= 0
    else { return nil }
    let sent = header("Date").map { curl_getdate($0, nil) } ?? .max
    return modified < sent ? HTTPHeader("Last-Modified", date) : nil
  }
}
