import Foundation
import Synchronization

/// Does to the requests of another application what its faults say, and counts.
package final class FaultInjection: WebApplication {
  private let application: any WebApplication
  private let state = Mutex(State())

  fileprivate struct State {
    var faults: [Fault] = []
    var seed: UInt64 = 0
    /// How often each fault has struck, by its name.
    var strikes: [String: Int] = [:]
    /// How often each fault has met the same request, or any request it could strike.
    var meetings: [UInt64: Int] = [:]
    /// Struck, and not answered yet.
    var underWay = 0
  }

  /// Without faults everything is passed on.
  package init(_ application: any WebApplication) {
    self.application = application
  }

  /// From now on these faults strike, the first that wants to.
  package func arm(_ faults: [Fault], seed: UInt64) {
    state.withLock {
      $0.faults = faults
      $0.seed = seed
    }
  }

  package func disarm() { arm([], seed: 0) }

  /// By the fault's name; kept when faults are disarmed.
  package var strikes: [String: Int] { state.withLock(\.strikes) }

  package func respond(to request: WebRequest) -> WebResponse { answer(to: request).response }

  package func answer(to request: WebRequest) -> WebAnswer {
    guard let fault = striking(request, beforeBody: false) else { return application.answer(to: request) }
    state.withLock { $0.underWay += 1 }
    return fault.effect.answer(to: request, from: application).map { [self] response in
      state.withLock { $0.underWay -= 1 }
      return response
    }
  }

  /// False while a request that was struck is still to be carried out or answered.
  package var isIdle: Bool { state.withLock { $0.underWay == 0 } }

  package func reception(of head: WebRequest) -> WebReception {
    guard striking(head, beforeBody: true) != nil else { return application.reception(of: head) }
    let byteCount = head.header("Content-Length").flatMap { Int($0) } ?? 0
    return .hangUp(afterByteCount: byteCount / 2)
  }

  private func striking(_ request: WebRequest, beforeBody isBeforeBody: Bool) -> Fault? {
    state.withLock { state in
      let fault = state.faults.first { fault in
        fault.effect.isBeforeBody == isBeforeBody && fault.strikes(request)
          && state.isChosen(request, by: fault)
      }
      if let fault { state.strikes[fault.name, default: 0] += 1 }
      return fault
    }
  }
}

extension FaultInjection.State {
  fileprivate mutating func isChosen(_ request: WebRequest, by fault: Fault) -> Bool {
    switch fault.rate {
    case .always: return true
    case .bursts(let length, let every):
      return meeting(Fingerprint(fault.name)) % every >= every - length
    case .part(let part):
      let fingerprint = Fingerprint(fault.name, request)
      return dice(fingerprint, meeting(fingerprint)) < part
    case .firstTime(let part):
      let fingerprint = Fingerprint(fault.name, request)
      return meeting(fingerprint) == 0 && dice(fingerprint, 0) < part
    }
  }

  /// How many like this came before.
  private mutating func meeting(_ fingerprint: Fingerprint) -> Int {
    defer { meetings[fingerprint.value, default: 0] += 1 }
    return meetings[fingerprint.value] ?? 0
  }

  /// From 0 up to 1.
  private func dice(_ fingerprint: Fingerprint, _ meeting: Int) -> Double {
    var generator = SeededGenerator(seed ^ fingerprint.value &+ UInt64(meeting))
    _ = generator.next()
    return Double.random(in: 0..<1, using: &generator)
  }
}

/// FNV-1a, 64 bits, over what a request says; the same in every process.
private struct Fingerprint {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  init(_ name: String, _ request: WebRequest? = nil) {
    add(name.utf8)
    guard let request else { return }
    add("\(request.method) \(request.path)".utf8)
    for (name, value) in request.query { add("\(name)=\(value)".utf8) }
    add(withoutPorts(request.body.prefix(4 << 10)))
  }

  /// Tickets name their old server, whose port is another one each time.
  private func withoutPorts(_ body: some Sequence<UInt8>) -> String.UTF8View {
    String(decoding: Array(body), as: UTF8.self).replacing(/127\.0\.0\.1:[0-9]+/, with: "").utf8
  }

  private mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes { value = (value ^ UInt64(byte)) &* 0x100_0000_01B3 }
  }
}

extension FaultEffect {
  fileprivate var isBeforeBody: Bool { if case .hangUp = self { true } else { false } }

  fileprivate func answer(to request: WebRequest, from application: any WebApplication) -> WebAnswer {
    switch self {
    case .hangUp: application.answer(to: request)
    case .refuse(let response): .now(response)
    case .misreport(let response): application.answer(to: request).map { _ in response }
    case .spoil(let change): application.answer(to: request).map(change)
    case .executeLate(let delay): .later(delay) { application.answer(to: request) }
    case .answerLate(let delay): application.answer(to: request).held(delay)
    case .misread(let change): application.answer(to: change(request))
    }
  }
}
