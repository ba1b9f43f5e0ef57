import MigrationKit

/// What is done to values that the new system would refuse, and that programs trip over: counted in the ledger.
enum ValueChange: String, CaseIterable, Sendable {
  case controls = "control characters taken out"
  case undecodable = "characters that could not be decoded, shown as U+FFFD"
  case cut = "cut to the length the target takes; a line of text has all of it"

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
    if contains(0x7F) || contains(0xEF) { return false }
    var rest = self[...]
    while let escape = rest.firstIndex(of: UInt8(ascii: "\\")) {
      if "ubf".utf8.contains(self[escape + 1]) { return false }
      rest = self[(escape + 2)...]
    }
    return true
  }
}
