/// The headers by which a server knows who asks. They print as dots.
struct Proof: Sendable, CustomStringConvertible, CustomReflectable {
  let headers: [HTTPHeader]
  /// Counted from 1, where it comes from a log-in.
  let number: Int

  init(_ headers: [HTTPHeader], number: Int = 0) {
    self.headers = headers
    self.number = number
  }

  static let none = Proof([])

  var description: String { "••••" }
  var customMirror: Mirror { Mirror(self, children: []) }
}
