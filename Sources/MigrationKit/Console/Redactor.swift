import Foundation

/// Takes secrets out of text, also in the forms in which they travel. It never shows what it looks for.
package struct Redactor: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
  private static let dots = "••••"

  /// The longest first, since one may be a part of another.
  private var forms: [String] = []

  package init() {}

  init(_ secrets: [String]) {
    secrets.forEach { hide(Secret($0)) }
  }

  package mutating func hide(_ secret: Secret) {
    let text = secret.reveal()
    guard !text.isEmpty else { return }
    let encoded = percentEncoded(text)
    let travelling = [
      text, Data(text.utf8).base64EncodedString(), encoded, encoded.lowercasedEscapes,
      encoded.replacing("%20", with: "+"), text.asInMarkup, text.asInJSON,
    ]
    forms = Set(forms).union(travelling).sorted { ($0.utf8.count, $0) > ($1.utf8.count, $1) }
  }

  package func redacted(_ text: String) -> String {
    forms.reduce(text) { $0.replacing($1, with: Self.dots) }
  }

  /// The same in bytes that need not be text; those that hold no secret stay as they are.
  package func redacted(_ bytes: [UInt8]) -> [UInt8] {
    forms.reduce(bytes) { $0.replacing(Array($1.utf8), with: Array(Self.dots.utf8)) }
  }

  package var description: String { Self.dots }
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
  /// `%2F` as `%2f`; nothing else changes.
  fileprivate var lowercasedEscapes: String {
    contains("%") ? replacing(/%[0-9A-F]{2}/) { $0.output.lowercased() } : self
  }

  /// As pages of HTML repeat what they were sent.
  fileprivate var asInMarkup: String {
    replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  /// As a JSON string, without its quotes; many writers escape the slash too.
  fileprivate var asInJSON: String {
    replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("/", with: "\\/")
  }
}
