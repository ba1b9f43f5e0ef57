import Foundation
import Synchronization

/// Redmine 5.0's REST API, as far as a migration uses it, with the oddities that were measured on the real one.
///
/// What is imitated: https://www.redmine.org/projects/redmine/wiki/Rest_api. The conformance tests compare it
/// with 5.0.4.
package final class RedmineImitation: WebApplication {
  private let state: Mutex<RedmineState>
  private let writeDuration: Duration

  /// - Parameters:
  ///   - apiKey: the administrator's key; the others' keys stand in `/users/ID.json`.
  ///   - linksProjects: whether relations and parents may lead into another project; off by default in Redmine.
  ///   - maximumUploadByteCount: Redmine's default is 5 MB.
  ///   - textFormatting: the setting of that name: "textile", "markdown", "common_mark", or "" for none.
  ///   - writeDuration: how long a change of an issue takes between reading and writing it. Of two changes that
  ///     overlap the later one is refused, so this must not be zero if conflicts are to be met.
  package init(
    apiKey: String, linksProjects: Bool = false, maximumUploadByteCount: Int = 5 << 20,
    textFormatting: String = "textile", writeDuration: Duration = .milliseconds(2)
  ) {
    state = Mutex(
      RedmineState(
        apiKey: apiKey, linksProjects: linksProjects, maximumUploadByteCount: maximumUploadByteCount,
        textFormatting: textFormatting))
    self.writeDuration = writeDuration
  }

  package func respond(to request: WebRequest) -> WebResponse {
    if request.method == "GET", request.path == "/sandbox/books.json" { return .answer(books().json) }
    do throws(RedmineRefusal) {
      var call = try RedmineCall(request)
      call.lockVersion = lockVersionBeforeChange(call)
      return try state.withLock { state throws(RedmineRefusal) in
        state.count(call)
        call.user = try state.actingUser(request)
        return try state.route(call)
      }
    } catch {
      return error.response
    }
  }

  /// What was received and what came of it, for judging a migration from outside.
  package func books() -> RedmineBooks {
    state.withLock { RedmineBooks($0) }
  }

  /// Reads the issue a PUT is about, and lets others in before the change is made: Redmine's optimistic lock.
  private func lockVersionBeforeChange(_ call: RedmineCall) -> Int? {
    guard call.request.method == "PUT", call.segments.count == 2, call.segments[0] == "issues",
      let id = Int(call.segments[1])
    else { return nil }
    let version = state.withLock { $0.issues[id]?.lockVersion }
    Thread.sleep(forTimeInterval: writeDuration / .seconds(1))
    return version
  }
}
