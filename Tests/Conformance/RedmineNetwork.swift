import Foundation
import MigrationKit

@testable import Sandbox

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// Puts the sandbox's requests to a server at this address.
func network(_ address: String) throws -> @Sendable (WebRequest) async throws -> WebResponse {
  let session = URLSession(configuration: .ephemeral, delegate: RedirectRefusal(), delegateQueue: nil)
  return { request in
    let pairs = request.query.map { "\(percentEncoded($0.name))=\(percentEncoded($0.value))" }
    let text = address + request.path + (pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&"))
    guard let url = URL(string: text) else { throw URLError(.badURL) }
    var message = URLRequest(url: url)
    message.httpMethod = request.method
    for (name, value) in request.headers { message.setValue(value, forHTTPHeaderField: name) }
    if request.method != "GET" { message.httpBody = Data(request.body) }
    var answer = WebResponse(status: 500)
    // On SQLite others' writes make some of ours fail; such a failure leaves nothing behind.
    for _ in 1...4 where answer.status == 500 {
      let (data, response) = try await session.data(for: message)
      answer = WebResponse(status: (response as? HTTPURLResponse)?.statusCode ?? 0, body: Array(data))
    }
    return answer
  }
}

private final class RedirectRefusal: NSObject, URLSessionTaskDelegate {
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }
}
