import CCurl

/// libcurl's account of a transfer that failed, put into words: the thing, the cause, what to do next.
///
/// Codes: https://curl.se/libcurl/c/libcurl-errors.html
struct CurlFailure {
  private let code: Int32
  private let detail: String
  private let nothingSent: Bool
  /// OpenSSL's X509_V_ERR_… number.
  private let verification: Int
  private let timedOut: Int32 = 28

  init(_ code: Int32, handle: OpaquePointer, message: String) {
    self.code = code
    detail = message.isEmpty ? String(cString: curl_easy_strerror(code)) : message
    verification = ccurl_get_long(handle, CURLINFO_SSL_VERIFYRESULT)
    let refusedByProxy = ccurl_get_long(handle, CURLINFO_HTTP_CONNECTCODE) >= 300
    nothingSent =
      refusedByProxy
      || ccurl_get_long(handle, CURLINFO_REQUEST_SIZE) == 0
        && ccurl_get_length(handle, CURLINFO_PRETRANSFER_TIME_T) == 0
  }

  /// For a refusal before the transfer began.
  init(refused code: Int32) {
    self.code = code
    detail = String(cString: curl_easy_strerror(code))
    verification = 0
    nothingSent = true
  }

  func fault(_ bodyBytesSent: Int = 0) -> TransferFault {
    guard nothingSent && bodyBytesSent == 0 else { return .lost(lossSentence) }
    return .notSent("\(sentence) (\(detail))", isLasting: [1, 3, 4, 43, 48, 60, 77].contains(code))
  }

  private var lossSentence: String {
    switch code {
    case timedOut: "the server fell silent (\(detail))"
    case 18: "the answer was cut off (\(detail))"
    case 52, 55, 56, 65: "the connection broke before the answer was complete (\(detail))"
    default: detail
    }
  }

  private var sentence: String {
    switch code {
    case 3: "the address is malformed; correct the url in the configuration"
    case 5: "the proxy's name cannot be resolved; check the variables http_proxy, https_proxy and no_proxy"
    case 6: "the host name cannot be resolved; check the url in the configuration and the network"
    case 7: "no connection; check that the server is running and that the url's host and port are right"
    case timedOut: "no connection in time; check the url's host and port, the firewall and the proxy"
    case 35: "no agreement on TLS; check that this port speaks https"
    case 60: certificateSentence
    case 77: "the file with the certificate authority cannot be read; correct ca: in the configuration"
    default: "the request could not begin"
    }
  }

  private var certificateSentence: String {
    // Whatever TLS library is behind it, libcurl words a wrong name with these two words.
    if detail.contains("subject name") {
      return "the server's certificate is for another host name; use the name it was issued for in the url"
    }
    return switch verification {
    case 9, 10:
      "the server's certificate is expired or not valid yet; renew it, or correct this machine's clock"
    default:
      "the server's certificate is signed by an unknown authority; set ca: to the file with its certificate"
    }
  }
}
