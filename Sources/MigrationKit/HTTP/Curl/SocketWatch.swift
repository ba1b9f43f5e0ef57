import CCurl
import Foundation

/// The sockets and the time-out libcurl waits for. It names them by callbacks while it works; so only what something
/// has happened to is looked at, however many requests are under way.
///
/// Reference: https://curl.se/libcurl/c/curl_multi_socket_action.html
///
/// A class, because libcurl keeps its address. It belongs to the engine's thread.
final class SocketWatch {
  /// What has happened to one socket, in libcurl's bits.
  struct Event {
    let socket: Int32
    let bits: Int32
  }

  /// Each socket's place in the list, the bell's being the first.
  private var places: [Int32: Int] = [:]
  private var list: [pollfd]
  private let bell: Bell
  private var deadline: ContinuousClock.Instant?
  /// New post rings the bell, and libcurl sets time-outs of its own.
  private static let longestNap = Duration.seconds(10)

  init(_ bell: Bell) {
    self.bell = bell
    list = [pollfd(fd: bell.socket, events: Int16(POLLIN), revents: 0)]
  }

  /// For as long as `multi` is used, this must live.
  func attach(to multi: OpaquePointer) {
    ccurl_multi_set_sockets(multi, noteSocket, noteTimer, Unmanaged.passUnretained(self).toOpaque())
  }

  /// True once, when libcurl's time-out is over.
  func takeTimeout() -> Bool {
    guard let deadline, deadline <= .now else { return false }
    self.deadline = nil
    return true
  }

  /// Sleeps until something happens, or the time-out is over.
  func wait() -> [Event] {
    let rest = deadline.map { min($0 - .now, Self.longestNap) } ?? Self.longestNap
    let count = poll(&list, nfds_t(list.count), Int32(max(0, (rest / .milliseconds(1)).rounded(.up))))
    guard count > 0 else { return [] }
    if list[0].revents != 0 { bell.quiet() }
    return list.dropFirst().filter { $0.revents != 0 }.map { Event(socket: $0.fd, bits: $0.happened) }
  }

  fileprivate func note(_ socket: Int32, _ wish: Int32) {
    guard wish != CURL_POLL_REMOVE else { return forget(socket) }
    let events = Int16((wish & CURL_POLL_IN != 0 ? POLLIN : 0) | (wish & CURL_POLL_OUT != 0 ? POLLOUT : 0))
    if let place = places[socket] {
      list[place].events = events
    } else {
      places[socket] = list.count
      list.append(pollfd(fd: socket, events: events, revents: 0))
    }
  }

  private func forget(_ socket: Int32) {
    guard let place = places.removeValue(forKey: socket) else { return }
    list.swapAt(place, list.count - 1)
    list.removeLast()
    if place < list.count { places[list[place].fd] = place }
  }

  fileprivate func note(timeout milliseconds: Int) {
    deadline = milliseconds < 0 ? nil : .now + .milliseconds(milliseconds)
  }
}

extension pollfd {
  fileprivate var happened: Int32 {
    let seen = Int32(revents)
    return (seen & Int32(POLLIN | POLLHUP) != 0 ? CURL_CSELECT_IN : 0)
      | (seen & Int32(POLLOUT) != 0 ? CURL_CSELECT_OUT : 0)
      | (seen & Int32(POLLERR | POLLNVAL) != 0 ? CURL_CSELECT_ERR : 0)
  }
}

private func watch(_ context: UnsafeMutableRawPointer?) -> SocketWatch? {
  context.map { Unmanaged<SocketWatch>.fromOpaque($0).takeUnretainedValue() }
}

private let noteSocket: curl_socket_callback = { _, socket, wish, context, _ in
  watch(context)?.note(socket, wish)
  return 0
}

private let noteTimer: curl_timer_callback = { _, milliseconds, context in
  watch(context)?.note(timeout: milliseconds)
  return 0
}
