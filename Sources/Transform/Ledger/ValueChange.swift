import MigrationKit

/// What is done to values that the new system would refuse, and that programs trip over: counted in the ledger.
enum ValueChange: String, CaseIterable, Sendable {
  case controls = "control characters taken out"
  case undecodable = "characters that could not be decoded, shown as U+FFFD"
  case cut = "cut to the length the target takes; a line of text has all of it"

  /// Those of a text. An unpaired surrogate of JSON is U+FFFD once it is read.
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
