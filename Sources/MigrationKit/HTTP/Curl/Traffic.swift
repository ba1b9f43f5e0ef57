import CCurl
import Synchronization

/// What went over the network, as libcurl counts it.
package struct Traffic: Sendable, Equatable {
  package var connectionsOpened = 0
  /// Transfers that found an open connection.
  package var reuses = 0
  package var overHTTP2 = 0
  /// With the lines of requests and answers.
  package var bytesSent = 0
  /// Bodies as they travel, so before decompression.
  package var bytesReceived = 0

  fileprivate mutating func add(_ easy: OpaquePointer) {
    let opened = ccurl_get_long(easy, CURLINFO_NUM_CONNECTS)
    let head = ccurl_get_long(easy, CURLINFO_REQUEST_SIZE)
    connectionsOpened += opened
    reuses += opened == 0 && head > 0 ? 1 : 0
    overHTTP2 += ccurl_get_long(easy, CURLINFO_HTTP_VERSION) == CURL_HTTP_VERSION_2 ? 1 : 0
    bytesSent += head + Int(ccurl_get_length(easy, CURLINFO_SIZE_UPLOAD_T))
    bytesReceived +=
      ccurl_get_long(easy, CURLINFO_HEADER_SIZE) + Int(ccurl_get_length(easy, CURLINFO_SIZE_DOWNLOAD_T))
  }
}

/// Counts an engine's traffic; a class, because the engine's thread counts and others read.
final class TrafficMeter: Sendable {
  private let traffic = Mutex(Traffic())

  var reading: Traffic { traffic.withLock { $0 } }

  /// Takes in a transfer that has ended, however it did.
  func count(_ easy: OpaquePointer) { traffic.withLock { $0.add(easy) } }
}
