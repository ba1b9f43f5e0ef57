import Foundation

/// One parser under attack: any bytes at all go in, and either an error comes out or something that holds its promises.
struct FuzzTarget: Sendable {
  let name: String
  /// Whatever it throws is a refusal, and fine. A broken promise stops the process, which is how the fuzzer sees it.
  let attempt: @Sendable (FuzzInput) throws -> Void

  init(_ name: String, _ attempt: @escaping @Sendable (FuzzInput) throws -> Void) {
    self.name = name
    self.attempt = attempt
  }

  static let all = jsonTargets + extractTargets + transformTargets + loadTargets

  /// The one that this process attacks, by the variable FUZZ_TARGET.
  static let chosen: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"] ?? ""
    guard let target = all.first(where: { $0.name == name }) else {
      fatalError("FUZZ_TARGET is one of \(all.map(\.name).joined(separator: " ")), not \"\(name)\"")
    }
    return target
  }()
}

/// The fuzzer's bytes; some of them choose how the others are used.
struct FuzzInput {
  private(set) var bytes: ArraySlice<UInt8>

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Takes a number from the front; 0 where nothing is left.
  mutating func number(below limit: Int) -> Int {
    let high = Int(bytes.popFirst() ?? 0)
    let low = Int(bytes.popFirst() ?? 0)
    return (high << 8 | low) % limit
  }
}

/// A promise of the code under attack.
func promise(_ isKept: Bool, _ words: @autoclosure () -> String) {
  if !isKept { fatalError("broken promise: \(words())") }
}

/// What libFuzzer calls for each input.
@_cdecl("LLVMFuzzerTestOneInput")
public func attempt(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  do {
    try FuzzTarget.chosen.attempt(
      FuzzInput(bytes: Array(UnsafeBufferPointer(start: start, count: count))[...]))
  } catch {
    promise(!"\(error)".isEmpty, "a refusal says why")
  }
  return 0
}
