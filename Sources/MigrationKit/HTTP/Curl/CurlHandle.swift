import CCurl

/// One of libcurl's handles, with all that is the same for every transfer: made once, used again and again.
///
/// A class, because it owns the handle and the room for libcurl's messages.
final class CurlHandle {
  let easy: OpaquePointer
  private let text = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  /// libcurl's first refusal of a setting, or 0.
  let refusal: Int32

  /// Nil when libcurl has no memory.
  init?(_ settings: CurlSettings) {
    guard let easy = curl_easy_init() else {
      text.deallocate()
      return nil
    }
    self.easy = easy
    var options = CurlOptions(handle: easy)
    options.setConnection(settings, message: text)
    refusal = options.refusal
    forgetMessage()
  }

  deinit {
    curl_easy_cleanup(easy)
    text.deallocate()
  }

  /// What libcurl says of the last transfer's failure; often nothing.
  var message: String { String(cString: text) }

  func forgetMessage() { text.pointee = 0 }
}
