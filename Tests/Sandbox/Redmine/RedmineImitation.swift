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
  ///   - links: what may lead into another project.
  ///   - maximumUploadByteCount: Redmine's default is 5 MB.
  ///   - textFormatting: the setting of that name: "textile", "markdown", "common_mark", or "" for none.
  ///   - writeDuration: how long a change of an issue takes between reading and writing it. Of two changes that
  ///     overlap the later one is refused, so this must not be zero if conflicts are to be met.
  package init(
    apiKey: String, links: RedmineLinkSettings = RedmineLinkSettings(), maximumUploadByteCount: Int = 5 << 20,
    textFormatting: String = "textile", writeDuration: Duration = .milliseconds(2)
  ) {
    state = Mutex(
      RedmineState(
        apiKey: apiKey, links: links, maximumUploadByteCount: maximumUploadByteCount,
        textFormatting: textFormatting))
    self.writeDuration = writeDuration
  }

  package func respond(to request: WebRequest) -> WebResponse { answer(to: request).response }

  /// A change of an issue reads it, and lets others in before it writes: Redmine's optimistic lock.
  package func answer(to request: WebRequest) -> WebAnswer {
    if request.method == "GET", request.path == "/sandbox/books.json" { return .now(.answer(books().json)) }
    do throws(RedmineRefusal) {
      var call = try RedmineCall(request)
      guard let changed = call.changedIssue else { return .now(carryOut(call)) }
      call.lockVersion = state.withLock { $0.issues[changed]?.lockVersion }
      return .later(writeDuration) { [self, call] in .now(carryOut(call)) }
    } catch {
      return .now(error.response)
    }
  }

  private func carryOut(_ call: RedmineCall) -> WebResponse {
    do throws(RedmineRefusal) {
      return try state.withLock { state throws(RedmineRefusal) in
        state.count(call)
        var call = call
        call.user = try state.actingUser(call.request)
        return try state.route(call)
      }
    } catch {
      return error.response
    }
  }

  /// Settings of an administrator: "exe", "example.test", ".example.test" for all below it.
  package func deny(extensions: Set<String> = [], mailDomains: Set<String> = []) {
    state.withLock {
      $0.deniedExtensions = extensions
      $0.deniedMailDomains = mailDomains
    }
  }

  /// Sets it up otherwise than it was at the beginning, as an administrator would by hand.
  package func setUp(_ change: @Sendable (inout RedmineSetup) -> Void) {
    state.withLock { change(&$0.setup) }
  }

  /// What was received and what came of it, for judging a migration from outside.
  package func books() -> RedmineBooks {
    state.withLock { RedmineBooks($0) }
  }
}

extension RedmineCall {
  /// The number of the issue that this changes.
  fileprivate var changedIssue: Int? {
    guard request.method == "PUT", segments.count == 2, segments[0] == "issues" else { return nil }
    return Int(segments[1])
  }
}
