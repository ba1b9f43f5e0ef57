import MigrationKit

/// What the answers mean. Statuses as measured on 5.0.4; the texts are English when the account's language is.
enum RedmineAnswers {
  static func result(
    of response: HTTPResponse, for step: Step, uploading fileCount: Int
  ) throws -> StepResult {
    switch response.status {
    case 200, 201, 204: return try success(response, step)
    case 422: return refusal(response, step, fileCount)
    case 404: return .refused("404: what this step refers to does not exist on the server")
    case 412: return .refused("412: the person it would be written as is unknown or locked")
    case 400..<500: return .refused("\(response.status): \(response.excerpt)")
    default: throw unexpected(response, step)
    }
  }

  private static func success(_ response: HTTPResponse, _ step: Step) throws -> StepResult {
    switch step {
    case .upload(let attachment):
      .done(try token(in: response, for: attachment))
    case .create:
      .done(String(try response.json().required("issue") { $0 }.int("id")))
    case .time:
      .done(String(try response.json().required("time_entry") { $0 }.int("id")))
    case .account: .done(String(try response.json().required("user") { $0 }.int("id")))
    case .member: .done(String(try response.json().required("membership") { $0 }.int("id")))
    case .link(let link) where link.kind != .parent:
      .done(String(try response.json().required("relation") { $0 }.int("id")))
    case .values, .article, .hide, .state, .watcher, .references, .link, .lock, .unlock:
      // These answer 204 and nothing else: a page with 200 comes from something in between.
      response.body.isEmpty ? .done(nil) : try { throw unexpected(response, step) }()
    }
  }

  /// "17.<SHA-256 of the bytes the server has>".
  private static func token(in response: HTTPResponse, for attachment: Attachment) throws -> String {
    let token = try response.json().required("upload") { $0 }.string("token")
    guard token.hasSuffix(".\(attachment.sha256.lowercased())") else {
      throw RedmineError.otherBytes(attachment: attachment.id, expected: attachment.sha256, token: token)
    }
    return token
  }

  private static func refusal(_ response: HTTPResponse, _ step: Step, _ fileCount: Int) -> StepResult {
    guard let errors = errors(in: response) else { return .refused("422: \(response.excerpt)") }
    if errors.isEmpty { return .conflict }
    if fileCount > 0, errors.contains(where: { isAboutFiles($0, upTo: fileCount) }) { return .staleUploads }
    if isThere(step, errors) { return .present }
    return .refused(
      errors.map { message in message + (setting(behind: message, step) ?? "") }.joined(separator: "; "))
  }

  /// Which of Redmine's settings forbids what it says in these words.
  private static func setting(behind message: String, _ step: Step) -> String? {
    switch step {
    case .account where message == "Email is invalid":
      " (perhaps because of its domain: Administration, Settings, Users, Allowed and Disallowed email domains)"
    case .link where message.hasSuffix("doesn't belong to the same project"):
      " (see the setting \"\(RedmineLinkNotes.relations)\" in \(RedmineLinkNotes.place))"
    case .link where message == "Parent task is invalid":
      " (where they are in two projects, see the setting \"\(RedmineLinkNotes.subtasks)\" in \(RedmineLinkNotes.place))"
    case .upload where message.contains("extension"):
      " (Administration, Settings, Files, Allowed and Disallowed extensions; with target.allowedExtensions or "
        + "target.disallowedExtensions and mapping.forbiddenFiles: \"archive\" such files are archived)"
    default: nil
    }
  }

  /// "2 file(s) could not be saved.", in the language of the person it is written as. All translations hold the
  /// number of files, and no other refusal of ours is a sentence with so small a number.
  private static func isAboutFiles(_ message: String, upTo fileCount: Int) -> Bool {
    if message.hasSuffix("file(s) could not be saved.") { return true }
    let numbers = message.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
    return numbers.count == 1 && (1...fileCount).contains(numbers[0])
  }

  private static func isThere(_ step: Step, _ errors: [String]) -> Bool {
    let taken = "has already been taken"
    return switch step {
    case .link(let link): link.kind != .parent && errors.contains { $0.hasSuffix(taken) }
    case .account: errors.contains("Login \(taken)")
    case .member: errors == ["User \(taken)"]
    default: false
    }
  }

  /// Nil when these are not Redmine's own words, but those of something in between.
  private static func errors(in response: HTTPResponse) -> [String]? {
    guard let errors = try? response.json()["errors"], errors.isArray else { return nil }
    return errors.elements.compactMap(\.string)
  }

  private static func unexpected(_ response: HTTPResponse, _ step: Step) -> RedmineError {
    .unexpected(status: response.status, step: step.name, beginning: response.excerpt)
  }
}
