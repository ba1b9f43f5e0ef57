/// The id a thing has in the old system. Not convertible to a `TargetID`: sending an old number to the new
/// system does not compile.
public struct SourceID<Thing>: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  @inlinable
  public init(_ text: String) {
    self.text = text
  }

  public var description: String { text }
}

/// The id a thing has got in the new system.
public struct TargetID<Thing>: Hashable, Sendable, CustomStringConvertible {
  public let text: String

  @inlinable
  public init(_ text: String) {
    self.text = text
  }

  public var description: String { text }
}

extension SourceID: Comparable {
  /// Numbers by size (9 before 10), other ids by their bytes, numbers first: the order of every file.
  public static func < (left: SourceID, right: SourceID) -> Bool {
    switch (Int(left.text), Int(right.text)) {
    case (let left?, let right?): left < right
    case (_?, nil): true
    case (nil, _?): false
    case (nil, nil): left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
  }
}
