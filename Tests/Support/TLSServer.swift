import Foundation
import Testing

/// `openssl s_server` with a certificate of its own making. Tests that need it are left out where openssl is missing.
///
/// A class, because the process it starts has to end with it.
final class TLSServer {
  static let openssl = ["/usr/bin/openssl", "/opt/homebrew/bin/openssl", "/usr/local/bin/openssl"]
    .first(where: FileManager.default.isExecutableFile)

  struct Failure: Error {}

  let port: Int
  let folder: URL
  private let process: Process

  /// The certificate is its own authority.
  var certificate: String { folder.appending(path: "certificate.pem").path }

  /// `name` as in a certificate: "IP:127.0.0.1", "DNS:other.example".
  init(for name: String) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let (socket, port) = try LoopbackSocket.refusing()
    self.port = port
    try Self.start(
      "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out certificate.pem -days 2 -subj /CN=test -addext "
        + "subjectAltName=\(name)", in: folder
    ).waitUntilExit()
    // Kept until now, so that the port is nobody else's while the key is being made.
    LoopbackSocket.close(socket)
    process = try Self.start("s_server -www -accept \(port) -key key.pem -cert certificate.pem", in: folder)
  }

  /// Killed, not asked to end: started on a thread of the test runner, it inherits a mask that blocks SIGTERM.
  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    do {
      try FileManager.default.removeItem(at: folder)
    } catch {
      Issue.record(error)
    }
  }

  private static func start(_ words: String, in folder: URL) throws -> Process {
    guard let openssl else { throw Failure() }
    let process = Process()
    process.executableURL = URL(filePath: openssl)
    process.arguments = words.split(separator: " ").map(String.init)
    process.currentDirectoryURL = folder
    process.standardInput = Pipe()
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }
}
