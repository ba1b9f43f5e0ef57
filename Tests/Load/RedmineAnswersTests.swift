import MigrationKit
import Testing

@testable import Load

@Suite struct RedmineAnswersTests {
  static let file = RedmineTargetTests.files[0]
  static let article = Step.article(id: "2")
  static let relation = RedmineTargetTests.link(.relates, "6")

  @Test(arguments: [
    (Step.create, 201, #"{"issue":{"id":17}}"#, StepResult.done("17")),
    (.upload(file), 201, #"{"upload":{"id":3,"token":"3.\#(file.sha256)"}}"#, .done("3.\(file.sha256)")),
    (relation, 201, #"{"relation":{"id":8}}"#, .done("8")),
    (article, 204, "", .done(nil)), (.state, 204, "", .done(nil)),
    (.watcher(login: "anna"), 204, "", .done(nil)),
    (article, 422, #"{"errors":[]}"#, .conflict),
    (.create, 422, #"{"errors":["1 file(s) could not be saved."]}"#, .staleUploads),
    (article, 422, #"{"errors":["1 Datei(en) konnten nicht gespeichert werden."]}"#, .staleUploads),
    (
      .state, 422, #"{"errors":["1 file(s) could not be saved."]}"#, .refused("1 file(s) could not be saved.")
    ),
    (
      .create, 422, #"{"errors":["Subject is too long (maximum is 255 characters)","Assignee is invalid"]}"#,
      .refused("Subject is too long (maximum is 255 characters); Assignee is invalid")
    ),
    (relation, 422, #"{"errors":["Related issue has already been taken"]}"#, .present),
    (.create, 422, #"{"errors":["Key has already been taken"]}"#, .refused("Key has already been taken")),
    (
      RedmineTargetTests.link(.parent, "6"), 422,
      #"{"errors":["An open issue cannot be attached to a closed parent task"]}"#,
      .refused("An open issue cannot be attached to a closed parent task")
    ),
    (.create, 400, "Invalid JSON", .refused("400: Invalid JSON")),
    (article, 404, "", .refused("404: what this step refers to does not exist on the server")),
    (.create, 422, #"{"error":"x"}"#, .refused(#"422: {"error":"x"}"#)),
    (.create, 422, "<html>", .refused("422: <html>")), (.create, 405, "no", .refused("405: no")),
    (article, 412, "", .refused("412: the person it would be written as is unknown or locked")),
  ])
  func `each answer has one meaning`(step: Step, status: Int, body: String, expected: StepResult) async throws
  {
    let response = HTTPResponse(status: status, body: Array(body.utf8))
    let target = try await RedmineFixtures.target()
    #expect(try target.result(of: response, for: step, of: RedmineTargetTests.ticket) == expected)
  }

  @Test(arguments: [
    (Step.create, 201, "<html>"), (.create, 201, "{}"),
    (article, 200, "<html>Welcome</html>"),
    (.upload(file), 201, #"{"upload":{"id":3,"token":"3.0000"}}"#),
  ])
  func `an answer that is not Redmine's is an error`(step: Step, status: Int, body: String) async throws {
    let response = HTTPResponse(status: status, body: Array(body.utf8))
    let target = try await RedmineFixtures.target()
    #expect(throws: (any Error).self) {
      try target.result(of: response, for: step, of: RedmineTargetTests.ticket)
    }
  }
}
