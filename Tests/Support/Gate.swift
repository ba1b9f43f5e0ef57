/// Opens for good when this many wait in front of it: who passes was not alone. Where fewer ever come together nobody
/// passes, and a test's time limit tells.
actor Gate {
  private let needed: Int
  private var isOpen = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ needed: Int) {
    self.needed = needed
  }

  func pass() async {
    if isOpen { return }
    await withCheckedContinuation { continuation in
      waiting.append(continuation)
      guard waiting.count == needed else { return }
      isOpen = true
      for each in waiting { each.resume() }
    }
  }
}
