extension RequestSending {
  /// A retry begins with the first address again, since the second may hold for minutes only.
  func attemptFollowing(
    _ transfer: TransferRequest, isRetry: Bool
  ) async throws(RequestError) -> Attempt {
    let first = try await attempt(transfer, at: peer, isRetry: isRetry)
    guard request.followsRedirect, case .success(let answer) = first.result,
      let (next, origin) = transfer.redirected(by: answer)
    else { return first }
    return try await attempt(next, at: client.peer(at: origin) ?? client.elsewhere, isRetry: isRetry)
  }
}

extension TransferRequest {
  /// The request for where the file lies; nil when the answer is no redirect, or none that may be followed. Another
  /// origin is sent nothing that says who asks.
  func redirected(by answer: HTTPResponse) -> (TransferRequest, Origin)? {
    guard kind == .download, method == .get, [301, 302, 303, 307, 308].contains(answer.status),
      let location = answer.header("Location"), let here = HTTPAddress(url),
      let there = here.resolving(location), there.origin.mayFollow(here.origin)
    else { return nil }
    let isElsewhere = there.origin != here.origin
    return (redirected(to: there.text, isAnonymous: isAnonymous || isElsewhere), there.origin)
  }
}

extension Origin {
  /// Nothing that came by https goes on in the clear, and nothing leaves a server in the clear but on this machine.
  fileprivate func mayFollow(_ other: Origin) -> Bool {
    scheme == "https" || other.scheme == "http" && (isLoopback || self == other)
  }
}

extension TransferRequest {
  /// Nobody doubts the login: it was not shown. 400 is what some file stores say of an address that has expired.
  func isTurnedAway(by response: HTTPResponse) -> Bool {
    guard isAnonymous, !response.isThrottling else { return false }
    return [401, 403].contains(response.status) || firstURL != nil && response.status == 400
  }
}

extension RequestError {
  /// Whoever knows the query of an address that was given out for one file may have that file.
  var withoutQuery: RequestError {
    guard case .redirected(let location) = self else { return self }
    return .redirected(to: String(location.prefix { $0 != "?" }))
  }
}
