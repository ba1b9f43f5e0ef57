import Foundation

/// One of the three executables, run as a process of its own the way a shell runs it.
package struct Program {
  package let name: String
  /// Its current folder.
  package let folder: URL
  package var environment: [String: String] = [:]
  /// Shell commands to precede it, such as `ulimit -f 100`.
  package var preparation: String?

  package struct Absent: Error {
    let name: String
  }

  /// Carries it out to its end.
  package func run(_ arguments: [String]) async throws -> ProgramResult {
    try await start(arguments).result()
  }

  package func start(_ arguments: [String]) throws -> RunningProgram {
    let executable = try Self.executable(name)
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    if let preparation {
      process.executableURL = URL(filePath: "/bin/sh")
      process.arguments = ["-c", preparation + "\nexec \"$0\" \"$@\"", executable.path] + arguments
    }
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    return try RunningProgram(process)
  }

  private static func executable(_ name: String) throws -> URL {
    guard let path = path(of: name) else { throw Absent(name: name) }
    return URL(filePath: path)
  }

  /// Beside the test bundle or this program, where every build puts what it makes; nil when it is not there.
  package static func path(of name: String) -> String? {
    let bundles = Bundle.allBundles.filter { $0.bundlePath.hasSuffix(".xctest") }.map(\.bundleURL)
    let places = (bundles + [Bundle.main.executableURL].compactMap(\.self)).map {
      $0.deletingLastPathComponent().appending(path: name).path
    }
    return places.first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}

/// How a program ended and what it printed.
package struct ProgramResult: CustomStringConvertible {
  /// Nil when a signal ended it.
  package let exitCode: Int32?
  package let output: String
  package let errors: String

  /// Everything it printed.
  package var text: String { output + errors }
  /// The same without the times in front of the lines.
  package var untimedText: String { text.replacing(/(?m)^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ?/, with: "") }
  package var description: String { "exit \(exitCode.map(String.init) ?? "by a signal")\n\(text)" }
}

/// A program at work. Its output goes to files, so it is never held up by a full pipe.
package final class RunningProgram: Sendable {
  private let process: Process
  private let ending: AsyncStream<Void>
  private let files: [URL]

  fileprivate init(_ process: Process) throws {
    self.process = process
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    ending = stream
    files = ["out", "err"].map {
      FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).\($0)")
    }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    process.terminationHandler = { _ in continuation.finish() }
    try withoutBlockedSignals { try process.run() }
  }

  package var id: Int32 { process.processIdentifier }

  package var isRunning: Bool { process.isRunning }

  /// Not to a process that has ended: its number may already be another's.
  package func send(_ signal: Int32) {
    if isRunning { kill(id, signal) }
  }

  /// Waits for its end.
  package func result() async throws -> ProgramResult {
    for await _ in ending {}
    let texts = try files.map { String(decoding: try Data(contentsOf: $0), as: UTF8.self) }
    for file in files { try FileManager.default.removeItem(at: file) }
    let isExit = process.terminationReason == .exit
    return ProgramResult(
      exitCode: isExit ? process.terminationStatus : nil, output: texts[0], errors: texts[1])
  }
}

/// A process inherits the signal mask of the thread that starts it, and the threads of a thread pool block nearly
/// all of them: SIGINT and SIGTERM would never reach it.
private func withoutBlockedSignals(_ body: () throws -> Void) rethrows {
  var none = sigset_t()
  var previous = sigset_t()
  sigemptyset(&none)
  pthread_sigmask(SIG_SETMASK, &none, &previous)
  defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }
  try body()
}
