import Foundation
import Synchronization

/// Where a stage speaks to a person. Everything printed passes here: secrets become dots, control characters that
/// came with ticket data cannot reach the terminal. What is not read on a terminal has the time in front of each line.
///
/// A class because all tasks of a stage share one: the line that is being redrawn and the secrets to hide.
package final class Console: Sendable {
  private struct State {
    var redactor = Redactor()
    /// The progress line on the terminal has not ended yet.
    var lineIsOpen = false
    var movements = 0
    /// The first failure to write to standard output.
    var outputFault: StreamFault?
  }

  package let name: String
  /// Progress is redrawn on a terminal that can do that, and written as plain lines anywhere else.
  package let redrawsProgress: Bool
  private let now: @Sendable () -> Date
  private let terminals: Set<StandardStream>
  private let state = Mutex(State())

  package convenience init(name: String) {
    let terminals = [StandardStream.output, .errors].filter { isatty($0.rawValue) == 1 }
    self.init(
      name: name, terminals: Set(terminals), terminalType: ProcessInfo.processInfo.environment["TERM"])
  }

  /// - Parameter terminalType: the variable `TERM`.
  init(
    name: String, terminals: Set<StandardStream>, terminalType: String?,
    now: @escaping @Sendable () -> Date = { Date() }
  ) {
    self.name = name
    self.now = now
    self.terminals = terminals
    redrawsProgress = terminals.contains(.errors) && !["dumb", "", nil].contains(terminalType)
  }

  /// From now on this text is never printed, nor its base64 and URL-encoded forms.
  package func hide(_ secret: Secret) {
    state.withLock { $0.redactor.hide(secret) }
  }

  /// What the command was asked to print, such as its help or a mapping: without the time, for other programs to read.
  package func print(_ text: String) { write(text, to: .output, isMessage: false) }

  /// A line of the stage's result.
  package func say(_ text: String) { write(text, to: .output) }

  /// Something the user should know while the stage continues.
  package func note(_ text: String) { write("\(name): \(text)", to: .errors) }

  package func fault(_ text: String) { write("\(name): error: \(text)", to: .errors) }

  /// Redraws the progress line; only where `redrawsProgress`.
  package func redraw(_ text: String) {
    state.withLock { state in
      put(Self.emptyLine + printable(state.redactor.redacted(text)), .errors, &state)
      state.lineIsOpen = true
    }
  }

  /// Why what was said is not where it should be; nil when it is. What comes after the first failure is not written.
  package var outputFault: StreamFault? { state.withLock { $0.outputFault } }

  /// Counts that something was done.
  func noteMovement() { state.withLock { $0.movements += 1 } }

  /// How often something was done.
  var movements: Int { state.withLock { $0.movements } }

  private static let emptyLine = "\r\u{1B}[K"

  private func write(_ text: String, to stream: StandardStream, isMessage: Bool = true) {
    state.withLock { state in
      if state.lineIsOpen { put(Self.emptyLine, .errors, &state) }
      state.lineIsOpen = false
      let clean = printable(state.redactor.redacted(text))
      put((isMessage ? message(clean, on: stream) : clean) + "\n", stream, &state)
    }
  }

  /// "2026-11-30T22:10:05Z load: …" on each line where it is no terminal: logs are read by lines.
  func message(_ text: String, on stream: StandardStream) -> String {
    guard !terminals.contains(stream) else { return text }
    let time = now().ISO8601Format()
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? time : "\(time) \($0)" }.joined(separator: "\n")
  }

  /// There is no way to report that standard error accepts nothing, so the work continues.
  private func put(_ text: String, _ stream: StandardStream, _ state: inout State) {
    guard stream == .errors || state.outputFault == nil else { return }
    do {
      try stream.write(text)
    } catch {
      if stream == .output { state.outputFault = error }
    }
  }
}

/// The text with every control character but line break and tab replaced, so that nothing from a ticket can move
/// the cursor, change colours or ring. Bidirectional overrides, which can make text read as another, go too.
package func printable(_ text: String) -> String {
  if text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    let isHarmless =
      scalar == "\n" || scalar == "\t"
      || scalar.properties.generalCategory != .control
        && !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value)
    result.append(isHarmless ? scalar : "\u{FFFD}")
  }
  return String(result)
}
