import Testing

@testable import MigrationKit

@Suite struct RunStatisticsTests {
  @Test func `the table says what a run has asked, waited and used`() {
    var requests = HTTPStatistics()
    requests.byKind = [.read: 1200, .write: 1, .download: 33]
    (requests.retries, requests.answers) = (3, [200: 1100, 201: 1, 404: 1, 429: 2, 500: 120])
    requests.traffic = Traffic(
      connectionsOpened: 8, reuses: 1226, overHTTP2: 0, bytesSent: 345_678, bytesReceived: 56_000_000)
    requests.waits.forAnswers = .seconds(61.7)
    requests.waits.inLine = .seconds(7200)
    let usage = ProcessUsage(time: .milliseconds(1234), mostBytes: 31_400_000)
    #expect(
      RunStatistics(requests: requests, usage: usage).table == """
        requests      1,234: 1,200 reads, 1 write, 33 downloads
        answers       1,101 good, 1 × 404, 2 × 429, 120 × 500, 10 without an answer; 3 requests sent again
        connections   8 opened, 1,226 requests reused one; all HTTP/1.1
        bytes         345.6 kB sent, 56.0 MB received
        waiting       added up over all requests: 62 s for answers (50 ms each),
                      2.0 h queued here, 0 s because the server asked, 0 s before trying again
        this program  1,234 ms of CPU time, 31.4 MB of memory at most
        """)
  }

  @Test func `trouble is told with its numbers, words and waits, and only trouble`() throws {
    var requests = HTTPStatistics()
    requests.byKind = [.read: 400]
    requests.answers = [200: 200, 404: 5, 500: 187, 429: 7]
    requests.words = [500: "database is locked"]
    requests.waits = RequestBoard.Times(pausing: .seconds(30), betweenTries: .seconds(200))
    let trouble = try #require(HTTPTrouble(requests, of: "http://x"))
    #expect(
      trouble.sentence == """
        http://x answered 187 requests with 500 (database is locked), 7 with 429; 1 request to http://x got no answer. \
        Waited, added up over all requests: 4 min before trying again, 30 s because the server asked for it
        """)
    #expect(try HTTPTrouble(json: JSONDocument(trouble.json.text).root) == trouble)
    requests.answers = [200: 395, 404: 3, 422: 2]
    #expect(HTTPTrouble(requests, of: "http://x") == nil)
  }

  @Test(arguments: [
    ("database is locked", "database is locked"), (#"{"message":"no room"}"#, "no room"),
    (#"{"errors":["a","b"]}"#, "a"), ("<html><head><TITLE> 502 Bad Gateway </TITLE>", "502 Bad Gateway"),
    ("<html>", ""), ("", ""), ("[1]", "[1]"),
  ])
  func `an answer says in a few words what is wrong`(body: String, words: String) {
    #expect(HTTPResponse(status: 500, body: Array(body.utf8)).gist == words)
  }

  @Test func `a process has used some time and some memory`() {
    #expect(ProcessUsage.ofProcess.time > .zero && ProcessUsage.ofProcess.mostBytes > 1_000_000)
  }
}
