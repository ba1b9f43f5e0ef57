import MigrationKit

/// What is done to values that the new system would refuse, and that programs trip over: counted in the ledger.
enum ValueChange: String, CaseIterable, Sendable {
  case controls = "control characters taken out"
  case undecodable = "characters that could not be decoded, shown as U+FFFD"
  case cut = "cut to the length the target takes; a line of text has all of it"
  case below = "another version of a mail's text, kept below the one that lacks some of its words"

  /// Those of a text.
  static func all(in view: JSONView) -> [ValueChange] {
    view.isSurelyUnchanged ? [] : view.string.map(all) ?? []
  }

  /// An unpaired surrogate of JSON is U+FFFD once it is read.
  static func all(in text: String) -> [ValueChange] {
    var (hasControls, isUndecodable) = (false, false)
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09, 0x0A, 0x0D: continue
      case ..<0x20, 0x7F: hasControls = true
      case 0xFFFD: isUndecodable = true
      default: continue
      }
    }
    return (hasControls ? [.controls] : []) + (isUndecodable ? [.undecodable] : [])
  }
}

extension JSONView {
  /// Most texts show by their bytes alone that nothing is to be done to them.
  var isSurelyUnchanged: Bool { text.isOrdinary }
}

extension UnsafeBufferPointer<UInt8> {
  /// Whether a text of JSON is surely without control characters and U+FFFD (EF BF BD), written as they are or as escapes.
  fileprivate var isOrdinary: Bool {
    if end(of: 0x7F, from: 0) < count || end(of: 0xEF, from: 0) < count { return false }
    var escape = end(of: backslash, from: 0)
    while escape < count {
      if "ubf".utf8.contains(self[escape + 1]) { return false }
      escape = end(of: backslash, from: escape + 2)
    }
    return true
  }
}

private let backslash = UInt8(ascii: "\\")
