import Foundation

/// How a stage ended, as the shell sees it. The same for all three.
package enum ExitCode: Int32, Sendable {
  case complete = 0
  case stopped = 1
  case usage = 2
  /// Finished, but some tickets were rejected or failed; all of them are written down.
  case rejected = 3
  case loginRefused = 4
  case differences = 5
  case interrupted = 130
}

/// An error that knows how the stage ends because of it; any other error stops it with 1.
package protocol StageFault: Error {
  var exitCode: ExitCode { get }
}

extension UsageError: StageFault {
  package var exitCode: ExitCode { .usage }
}

extension RequestError: StageFault {
  package var exitCode: ExitCode {
    switch self {
    case .unauthorized, .forbidden, .redirected: .loginRefused
    default: .stopped
    }
  }
}

/// A fault that stops a stage, in a sentence that says the cause and the next step.
package struct StageError: StageFault, Equatable, CustomStringConvertible {
  package let description: String
  package let exitCode: ExitCode

  package init(_ description: String, exitCode: ExitCode = .stopped) {
    self.description = description
    self.exitCode = exitCode
  }
}

extension Error {
  /// What is thrown where a wait was cut short.
  fileprivate var isEndOfWait: Bool {
    switch self {
    case is Interrupted, is CancellationError: true
    case let error as RequestError: error == .cancelled
    default: false
    }
  }
}

/// The frame around every stage: help, version, faults in one sentence, exit code.
package enum Stage {
  package static let version = "0.1.0"

  package static func run(
    _ syntax: CommandSyntax, _ body: @Sendable (Arguments, Console) async throws -> ExitCode
  ) async -> Never {
    let console = Console(name: syntax.name)
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()), syntax)
      if arguments.has("help") {
        print(syntax.help)
        end(.complete)
      }
      if arguments.has("version") {
        print("\(syntax.name) \(version)")
        end(.complete)
      }
      end(try await body(arguments, console))
    } catch  where Interruption.wasRequested && error.isEndOfWait {
      console.say("Interrupted while it waited. The same command goes on from here.")
      end(.interrupted)
    } catch {
      console.fault("\(error)")
      end((error as? any StageFault)?.exitCode ?? .stopped)
    }
  }

  /// At once, without what libraries do at `exit`: OpenSSL throws its tables away there, while the thread that
  /// speaks to the server may still be closing its connections, and the program would end with a crash.
  private static func end(_ code: ExitCode) -> Never {
    fflush(nil)
    _exit(code.rawValue)
  }
}
