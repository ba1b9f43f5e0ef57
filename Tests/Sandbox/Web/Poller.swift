#if os(Linux)
  import CEvents
  import Glibc

  /// Waits for many sockets at once: epoll, and a timer descriptor, for epoll itself counts in milliseconds.
  struct Poller {
    struct Event {
      let socket: Int32
      let isReadable: Bool
      let isWritable: Bool
    }

    private let epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    private let timer = timerfd_create(CLOCK_MONOTONIC, Int32(TFD_CLOEXEC | TFD_NONBLOCK))
    private var events = [epoll_event](repeating: epoll_event(), count: 256)

    init() {
      precondition(epoll >= 0 && timer >= 0, "no descriptors: \(String(cString: strerror(errno)))")
      // Told once each time it runs out, for nobody reads it.
      add(timer, EPOLLIN.rawValue | EPOLLET.rawValue)
    }

    /// From now on, or in another way than before.
    func watch(_ socket: Int32, reads: Bool = true, writes: Bool = false) {
      add(socket, (reads ? EPOLLIN.rawValue : 0) | (writes ? EPOLLOUT.rawValue : 0))
    }

    private func add(_ descriptor: Int32, _ wanted: UInt32) {
      var event = epoll_event()
      event.events = wanted
      event.data.fd = descriptor
      if epoll_ctl(epoll, EPOLL_CTL_MOD, descriptor, &event) != 0 {
        epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
      }
    }

    /// Before the socket is closed.
    func forget(_ socket: Int32) { epoll_ctl(epoll, EPOLL_CTL_DEL, socket, nil) }

    /// What has happened; nothing when the time is up. Nil waits for ever.
    mutating func wait(_ time: Duration?) -> [Event] {
      if let time { wake(in: time) }
      let count = epoll_wait(epoll, &events, Int32(events.count), time == .zero ? 0 : -1)
      return events.prefix(Int(max(count, 0))).filter { $0.data.fd != timer }.map { event in
        let ends = EPOLLERR.rawValue | EPOLLHUP.rawValue
        return Event(
          socket: event.data.fd, isReadable: event.events & (EPOLLIN.rawValue | ends) != 0,
          isWritable: event.events & (EPOLLOUT.rawValue | ends) != 0)
      }
    }

    private func wake(in time: Duration) {
      guard time > .zero else { return }
      var setting = itimerspec()
      let (seconds, attoseconds) = time.components
      setting.it_value = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000) + 1)
      timerfd_settime(timer, 0, &setting, nil)
    }

    func close() {
      Glibc.close(epoll)
      Glibc.close(timer)
    }
  }
#else
  import Darwin

  /// Waits for many sockets at once.
  struct Poller {
    struct Event {
      let socket: Int32
      let isReadable: Bool
      let isWritable: Bool
    }

    private var watched: [Int32: Int16] = [:]

    mutating func watch(_ socket: Int32, reads: Bool = true, writes: Bool = false) {
      watched[socket] = Int16((reads ? POLLIN : 0) | (writes ? POLLOUT : 0))
    }

    mutating func forget(_ socket: Int32) { watched[socket] = nil }

    mutating func wait(_ time: Duration?) -> [Event] {
      var entries = watched.map { pollfd(fd: $0.key, events: $0.value, revents: 0) }
      let milliseconds = time.map { Int32(clamping: Int(($0 / .milliseconds(1)).rounded(.up))) } ?? -1
      guard poll(&entries, nfds_t(entries.count), milliseconds) > 0 else { return [] }
      let ends = POLLERR | POLLHUP
      return entries.filter { $0.revents != 0 }.map { entry in
        Event(
          socket: entry.fd, isReadable: Int32(entry.revents) & (POLLIN | ends) != 0,
          isWritable: Int32(entry.revents) & (POLLOUT | ends) != 0)
      }
    }

    func close() {}
  }
#endif
