/// What a request costs a server, roughly: requests of one kind take much the same time and are counted together.
package enum RequestKind: String, Sendable, CaseIterable {
  case read
  case write
  /// Brings a file to the server.
  case upload
  /// Brings a file from it.
  case download
}

extension HTTPRequest {
  package var kind: RequestKind {
    if case .file = destination { return .download }
    if isDownload { return .download }
    guard method.writes, !isSearch else { return .read }
    return bringsFile ? .upload : .write
  }

  /// A small file is sent from memory; its type then tells it from a form.
  private var bringsFile: Bool {
    body?.holdsFile == true
      || headers.contains { $0.isNamed("Content-Type") && $0.value == "application/octet-stream" }
  }
}

extension HTTPRequest.Method {
  var writes: Bool { self != .get && self != .head }
}
