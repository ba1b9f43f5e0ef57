import Foundation
import Testing

@testable import MigrationKit

@Suite struct ConsoleTests {
  private func console(_ terminals: Set<StandardStream>, type: String? = "xterm") -> Console {
    Console(
      name: "load", terminals: terminals, terminalType: type,
      now: { Date(timeIntervalSince1970: 1_796_163_005) })
  }

  @Test func `what is not for a terminal has the time in front of each line`() {
    let console = console([.output])
    #expect(console.message("a\n\nb", on: .output) == "a\n\nb")
    let time = "2026-12-01T22:10:05Z"
    #expect(console.message("a\n\nb", on: .errors) == "\(time) a\n\(time)\n\(time) b")
  }

  @Test(
    arguments: [
      ([.errors], "xterm", true), ([.output, .errors], "dumb", false), ([.errors], nil, false),
      ([.errors], "", false),
      ([.output], "xterm", false), ([], "xterm", false),
    ] as [(Set<StandardStream>, String?, Bool)])
  func `a line is redrawn only on a terminal that can do that`(
    terminals: Set<StandardStream>, type: String?, redraws: Bool
  ) {
    #expect(console(terminals, type: type).redrawsProgress == redraws)
  }
}

@Suite struct StandardStreamTests {
  private func write(_ byteCount: Int, to descriptor: Int32) -> Int32 {
    [UInt8](repeating: 1, count: byteCount).withUnsafeBytes { StandardStream.writeAll($0, to: descriptor) }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func `a full disk is an error with a name`() {
    let full = open("/dev/full", O_WRONLY)
    defer { close(full) }
    let code = write(1, to: full)
    #expect(code == ENOSPC)
    let fault = StreamFault(stream: .output, code: code)
    #expect(fault.description == "standard output: No space left on device" && !fault.isLostReader)
  }

  @Test func `a reader that has gone is an error and no signal`() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    #expect(StreamFault(stream: .output, code: write(1, to: ends[1])).isLostReader)
    #expect(write(1, to: -1) == EBADF)
  }

  /// The pipe holds 64 KiB, so most of it has to wait for the reader.
  @Test func `a pipe that does not block gets all of it`() async throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let (reading, writing) = (ends[0], ends[1])
    _ = fcntl(writing, F_SETFL, fcntl(writing, F_GETFL) | O_NONBLOCK)
    let reader = Task.detached {
      try FileHandle(fileDescriptor: reading, closeOnDealloc: true).readToEnd()?.count
    }
    #expect(write(1_000_000, to: writing) == 0)
    close(writing)
    #expect(try await reader.value == 1_000_000)
  }
}
