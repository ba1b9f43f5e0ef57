#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The few socket calls the fault server needs, on the loopback address.
enum LoopbackSocket {
  struct Failure: Error {
    let call: String
    let code = errno
  }

  /// A listening socket on a free port.
  static func listen(backlog: Int32 = 256) throws -> (descriptor: Int32, port: Int) {
    let (descriptor, port) = try refusing()
    guard Self.startListening(descriptor, backlog) == 0 else { throw Failure(call: "listen") }
    return (descriptor, port)
  }

  /// A socket whose port refuses everybody, and that nobody else is given until it is closed.
  static func refusing() throws -> (descriptor: Int32, port: Int) {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { throw Failure(call: "socket") }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) | getsockname(descriptor, $0, &length)
      }
    }
    guard result == 0 else { throw Failure(call: "bind") }
    return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
  }

  private static func startListening(_ descriptor: Int32, _ backlog: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.listen(descriptor, backlog)
    #else
      Darwin.listen(descriptor, backlog)
    #endif
  }

  /// Waits for a connection; nil once the listener was shut down.
  static func nextConnection(_ listener: Int32, while isOpen: () -> Bool) -> Int32? {
    while isOpen() {
      var descriptor = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
      guard poll(&descriptor, 1, 50) > 0 else { continue }
      let connection = accept(listener, nil, nil)
      guard connection >= 0 else { continue }
      #if canImport(Darwin)
        var on: Int32 = 1
        setsockopt(connection, SOL_SOCKET, SO_NOSIGPIPE, &on, socklen_t(MemoryLayout<Int32>.size))
      #endif
      return connection
    }
    return nil
  }

  /// Empty when the other side has closed.
  static func receive(_ descriptor: Int32) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 65536) { buffer, count in
      count = max(0, recv(descriptor, buffer.baseAddress, buffer.count, 0))
    }
  }

  /// False when the other side is gone.
  @discardableResult static func send(_ descriptor: Int32, _ bytes: [UInt8]) -> Bool {
    #if canImport(Glibc)
      let flags = Int32(MSG_NOSIGNAL)
    #else
      let flags: Int32 = 0
    #endif
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { platformSend(descriptor, $0, flags) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private static func platformSend(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, _ flags: Int32)
    -> Int
  {
    #if canImport(Glibc)
      Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags)
    #else
      Darwin.send(descriptor, bytes.baseAddress, bytes.count, flags)
    #endif
  }

  /// Wakes whoever is waiting for data on it.
  static func interrupt(_ descriptor: Int32) {
    _ = shutdown(descriptor, Int32(SHUT_RDWR))
  }

  static func close(_ descriptor: Int32) {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
  }
}
