import Foundation
import Synchronization

/// Where a stage speaks to a person. Everything printed passes here: secrets become dots, control characters that
/// came with ticket data cannot reach the terminal.
///
/// A class because all tasks of a stage share one: the line that is being redrawn and the secrets to hide.
package final class Console: Sendable {
  private struct State {
    var redactor = Redactor()
    /// The progress line on the terminal has not ended yet.
    var lineIsOpen = false
    var movements = 0
  }

  package let name: String
  /// Progress is redrawn on a terminal, and written as plain lines anywhere else.
  package let isTerminal: Bool
  private let state = Mutex(State())

  package init(name: String) {
    self.name = name
    isTerminal = isatty(STDERR_FILENO) == 1
  }

  /// From now on this text is never printed, nor its base64 and URL-encoded forms.
  package func hide(_ secret: Secret) {
    state.withLock { $0.redactor.hide(secret) }
  }

  /// A line of the stage's result.
  package func say(_ text: String) { write(text, to: .standardOutput) }

  /// Something the user should know while the stage goes on.
  package func note(_ text: String) { write("\(name): \(text)", to: .standardError) }

  package func fault(_ text: String) { write("\(name): error: \(text)", to: .standardError) }

  /// Redraws the progress line; only on a terminal.
  package func redraw(_ text: String) {
    state.withLock { state in
      put("\r\u{1B}[K" + printable(state.redactor.redacted(text)), .standardError)
      state.lineIsOpen = true
    }
  }

  /// Counts that something was done.
  func noteMovement() { state.withLock { $0.movements += 1 } }

  /// How often something was done.
  var movements: Int { state.withLock { $0.movements } }

  private func write(_ text: String, to handle: FileHandle) {
    state.withLock { state in
      if state.lineIsOpen { put("\r\u{1B}[K", .standardError) }
      state.lineIsOpen = false
      put(printable(state.redactor.redacted(text)) + "\n", handle)
    }
  }

  private func put(_ text: String, _ handle: FileHandle) {
    handle.write(Data(text.utf8))
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
