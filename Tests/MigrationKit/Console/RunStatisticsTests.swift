import Testing

@testable import MigrationKit

@Suite struct RunStatisticsTests {
  @Test func `the table says what a run has asked, waited and used`() {
    var requests = HTTPStatistics()
    requests.byKind = [.read: 1200, .write: 1, .download: 33]
    (requests.retries, requests.refusals) = (3, 2)
    requests.traffic = Traffic(
      connectionsOpened: 8, reuses: 1226, overHTTP2: 0, bytesSent: 345_678, bytesReceived: 56_000_000)
    requests.waits.forAnswers = .seconds(61.7)
    requests.waits.inLine = .seconds(7200)
    let usage = ProcessUsage(time: .milliseconds(1234), mostBytes: 31_400_000)
    #expect(
      RunStatistics(requests: requests, usage: usage).table == """
        requests      1,234: 1,200 reads, 1 write, 33 downloads
                      3 sent again, 2 refused as too many (429)
        connections   8 opened, 1,226 requests found one open; all HTTP/1.1
        bytes         345.6 kB sent, 56.0 MB received
        waiting       62 s for answers, 50 ms each
                      2.0 h in line, 0 s as the server wished, 0 s before another try
        this program  1,234 ms of CPU time, 31.4 MB of memory at most
        """)
  }

  @Test func `a process has used some time and some memory`() {
    #expect(ProcessUsage.ofProcess.time > .zero && ProcessUsage.ofProcess.mostBytes > 1_000_000)
  }
}
