import Foundation
import MigrationKit

/// Files: sent first, attached later by a token that serves once.
extension RedmineState {
  mutating func upload(_ call: RedmineCall) throws(RedmineRefusal) -> WebResponse {
    guard let author = call.user else { throw refusal(nil) }
    guard call.request.header("Content-Type") == "application/octet-stream" else {
      throw RedmineRefusal(.empty(406))
    }
    let byteCount = call.request.spool?.bytes.count ?? call.request.body.count
    let given = call.request["filename"] ?? ""
    let digest = call.request.spool?.digest ?? sha256Hexadecimal(call.request.body)
    let fileName = Self.cleaned(given.isEmpty ? String(digest.prefix(32)) : given)
    var errors: [String] = []
    if fileName.unicodeScalars.count > 255 { errors.append("File is too long (maximum is 255 characters)") }
    if byteCount > maximumUploadByteCount {
      errors.append(
        "This file cannot be uploaded because it exceeds the maximum allowed file size (\(maximumUploadByteCount))"
      )
    }
    // File.extname: what only begins with a dot has no extension.
    let ending = fileName.drop { $0 == "." }.lastIndex(of: ".").map { String(fileName[$0...]) } ?? ""
    if deniedExtensions.contains(ending.dropFirst().lowercased()) {
      errors.append("Attachment extension \(ending) is not allowed")
    }
    guard errors.isEmpty else { throw .invalid(errors) }
    let type = call.request["content_type"] ?? ""
    let attachment = Redmine.Attachment(
      id: nextID("attachments"), digest: digest, content: try stored(call.request), authorID: author.id,
      fileName: fileName,
      contentType: type.isEmpty ? Self.mediaType(fileName) : type, createdOn: now)
    attachments.add(attachment)
    return .answer(
      ["upload": ["id": .int(attachment.id), "token": .string(attachment.token)]], status: 201)
  }

  /// The uploads a change names, as it describes them. One unknown or used token spoils the whole change.
  func take(_ uploads: [JSONNode], _ errors: inout [String]) -> [Redmine.Attachment] {
    let files = uploads.map { upload -> Redmine.Attachment? in
      let given = RedmineAttributes(node: upload)
      guard var file = loose(given.text("token") ?? "") else { return nil }
      if let name = given.text("filename"), !name.isEmpty { file.fileName = Self.cleaned(name) }
      if let type = given.text("content_type"), !type.isEmpty { file.contentType = type }
      file.description = (given.text("description") ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
      return file
    }
    let failed = files.count { $0 == nil }
    if failed > 0 { errors.append("\(failed) file(s) could not be saved.") }
    return files.compactMap { $0 }
  }

  /// The upload of this token that no issue has taken.
  private func loose(_ token: String) -> Redmine.Attachment? {
    let file = token.split(separator: ".").first.flatMap { Int($0) }.flatMap { attachments[$0] }
    return file.flatMap { $0.token == token && $0.issueID == nil ? $0 : nil }
  }

  private mutating func stored(_ request: WebRequest) throws(RedmineRefusal) -> StoredBytes {
    if let spool = request.spool { return spool.bytes }
    do {
      let file = try warehouse ?? TemporaryFile()
      warehouse = file
      let place = try file.append(request.body)
      return StoredBytes(file: file, offset: place.lowerBound, count: place.count)
    } catch {
      throw RedmineRefusal(.page(500))
    }
  }

  mutating func attach(_ files: [Redmine.Attachment], to issueID: Int) {
    for var file in files {
      file.issueID = issueID
      attachments[file.id] = file
    }
  }

  static func addedDetail(_ file: Redmine.Attachment) -> Redmine.Detail {
    Redmine.Detail(property: "attachment", name: String(file.id), old: nil, new: file.fileName)
  }

  /// Only what stands behind the last slash or backslash; each run of ? % * : | " ' < > and line ends is one
  /// "_".
  static func cleaned(_ name: String) -> String {
    var result = String.UnicodeScalarView()
    var wasReplaced = false
    let last = name.unicodeScalars.lastIndex { $0 == "/" || $0 == "\\" }
    for scalar in name.unicodeScalars[(last.map(name.unicodeScalars.index(after:)) ?? name.startIndex)...] {
      let isReplaced = "?%*:|\"'<>\n\r".unicodeScalars.contains(scalar)
      if !isReplaced { result.append(scalar) } else if !wasReplaced { result.append("_") }
      wasReplaced = isReplaced
    }
    return String(result)
  }

  /// What Redmine guesses from a name, for the endings met in tickets; nil for one it does not know.
  private static func mediaType(_ fileName: String) -> String? {
    guard let ending = fileName.split(separator: ".").dropFirst().last?.lowercased() else { return nil }
    let known = [
      "txt": "text/plain", "csv": "text/csv", "html": "text/html", "png": "image/png", "jpg": "image/jpeg",
      "gif": "image/gif", "pdf": "application/pdf", "zip": "application/zip",
      "bin": "application/octet-stream",
    ]
    return known[ending]
  }
}
