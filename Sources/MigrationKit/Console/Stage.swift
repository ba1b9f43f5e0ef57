import CProcess
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

  /// "0.1.0 (4715dc4)"; without a commit where the build got none.
  static var build: String {
    let commit = String(cString: ticketferry_commit())
    return commit.isEmpty ? version : "\(version) (\(commit))"
  }

  package static func run(
    _ syntax: CommandSyntax, _ body: @Sendable (Arguments, Console) async throws -> ExitCode
  ) async -> Never {
    StandardStream.prepare()
    let console = Console(name: syntax.name)
    end(await exitCode(syntax, console, body), console)
  }

  private static func exitCode(
    _ syntax: CommandSyntax, _ console: Console,
    _ body: @Sendable (Arguments, Console) async throws -> ExitCode
  ) async -> ExitCode {
    do {
      let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()), syntax)
      if arguments.has("help") {
        console.print(syntax.help(for: arguments.givenWord))
        return .complete
      }
      if arguments.has("version") {
        console.print("\(syntax.name) \(build)")
        return .complete
      }
      return try await body(arguments, console)
    } catch  where Interruption.wasRequested && error.isEndOfWait {
      console.say("Interrupted. Run the same command to continue.")
      return .interrupted
    } catch {
      console.fault("\(error)")
      return (error as? any StageFault)?.exitCode ?? .stopped
    }
  }

  /// What the stage has done is done, but who did not get to read of it must not take it for a success. A reader that has
  /// read enough wants no more words.
  ///
  /// At once, without what libraries do at `exit`: OpenSSL throws its tables away there, while the thread that
  /// speaks to the server may still be closing its connections, and the program would end with a crash.
  private static func end(_ code: ExitCode, _ console: Console) -> Never {
    guard let fault = console.outputFault, !fault.isLostReader else { _exit(code.rawValue) }
    console.fault("\(fault)")
    let isFinished = [.complete, .rejected, .differences].contains(code)
    _exit(isFinished ? ExitCode.stopped.rawValue : code.rawValue)
  }
}
