/// What a piece of work costs on the wire. Tickets differ by a thousand times in it, so the time that is left is estimated
/// by this and not by their number.
package struct Effort: Sendable, Equatable {
  package var requests: Int
  package var byteCount: Int

  package static let none = Effort(requests: 0, byteCount: 0)

  package init(requests: Int, byteCount: Int) {
    self.requests = requests
    self.byteCount = byteCount
  }

  package static func + (left: Effort, right: Effort) -> Effort {
    Effort(requests: left.requests + right.requests, byteCount: left.byteCount + right.byteCount)
  }

  package static func += (left: inout Effort, right: Effort) { left = left + right }

  /// In requests: so many bytes are carried in about the time of one.
  var units: Double { Double(requests) + Double(byteCount) / Self.bytesPerRequest }

  private static let bytesPerRequest = 512.0 * 1024
}
