import Testing

@testable import MigrationKit

@Suite struct StageTests {
  @Test(
    arguments: [
      (UsageError("x"), ExitCode.usage), (ConfigurationError(path: "p", faults: []), .usage),
      (StageError("x"), .stopped), (StageError("x", exitCode: .usage), .usage),
      (RequestError.unauthorized, .loginRefused), (RequestError.forbidden(""), .loginRefused),
      (RequestError.redirected(to: ""), .loginRefused), (RequestError.unknown(""), .stopped),
      (RequestError.notSent(""), .stopped), (RequestError.storage(""), .stopped),
      (RequestError.throttled(""), .stopped),
      (RequestError.outage(""), .stopped), (RequestError.failed(""), .stopped),
    ] as [(any StageFault, ExitCode)])
  func `a fault knows how the stage ends`(fault: any StageFault, code: ExitCode) {
    #expect(fault.exitCode == code)
  }

  @Test func `the numbers are those of the documentation`() {
    let codes: [ExitCode] = [
      .complete, .stopped, .usage, .rejected, .loginRefused, .differences, .interrupted,
    ]
    #expect(codes.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 130])
  }
}
