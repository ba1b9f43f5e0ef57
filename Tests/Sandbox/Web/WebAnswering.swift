import Foundation

/// Writing answers, well or ill.
extension WebConnection {
  func send(_ response: WebResponse, to method: String, keepingAlive: Bool) -> Bool {
    let isChunked = response.headers.contains { $0.name == "Transfer-Encoding" }
    let hasBody = method != "HEAD" && response.status != 204 && response.status != 304
    var bytes = Array(head(of: response, isChunked: isChunked, keepingAlive: keepingAlive).utf8)
    if hasBody { bytes += isChunked ? chunked(response.body) : response.body }
    defer { response.departed?() }
    return deliver(bytes[..<response.delivery.sentCount(of: bytes.count)], response.delivery)
  }

  /// False when the connection is over.
  private func deliver(_ bytes: ArraySlice<UInt8>, _ delivery: WebDelivery) -> Bool {
    switch delivery {
    case .whole: return write(bytes)
    case .cut:
      _ = write(bytes)
      return false
    case .reset:
      _ = write(bytes)
      resetWhenClosed()
      return false
    case .drip(let byteCount, let pause):
      return stride(from: 0, to: bytes.count, by: byteCount).allSatisfy { start in
        Thread.sleep(forTimeInterval: pause / .seconds(1))
        return write(bytes.dropFirst(start).prefix(byteCount))
      }
    }
  }

  /// Closing then sends RST in place of FIN.
  func resetWhenClosed() {
    var now = linger(l_onoff: 1, l_linger: 0)
    setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }

  private func head(of response: WebResponse, isChunked: Bool, keepingAlive: Bool) -> String {
    var lines = ["HTTP/1.1 \(response.status) \(reasonPhrase(response.status))"]
    lines += response.headers.map { "\($0.name): \($0.value)" }
    if !isChunked, response.status != 204, response.status != 304 {
      lines.append("Content-Length: \(response.body.count)")
    }
    lines.append("Connection: \(keepingAlive ? "keep-alive" : "close")")
    return lines.joined(separator: "\r\n") + "\r\n\r\n"
  }

  private func chunked(_ body: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    for start in stride(from: 0, to: body.count, by: 64 << 10) {
      let chunk = body[start..<min(start + 64 << 10, body.count)]
      bytes += Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
    }
    return bytes + Array("0\r\n\r\n".utf8)
  }

  func write(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var sent = 0
      while sent < buffer.count {
        let count = sendBytes(socket, UnsafeRawBufferPointer(rebasing: buffer[sent...]))
        if count <= 0 { return false }
        sent += count
      }
      return true
    }
  }
}

/// A client that has gone away is an error to return, not a signal that ends the process.
private func sendBytes(_ socket: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  #if canImport(Glibc)
    send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
  #else
    send(socket, bytes.baseAddress, bytes.count, 0)
  #endif
}
