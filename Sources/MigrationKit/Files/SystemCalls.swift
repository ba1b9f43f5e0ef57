// What differs between Linux and macOS, in the one place that asks which of them this is. Everything else takes the
// C library from Foundation.

#if canImport(Glibc)
  import CLinux
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// `read(2)`, `write(2)`, `rename(2)` under names that methods of our own do not hide.
func systemRead(_ descriptor: Int32, _ bytes: UnsafeMutableRawBufferPointer) -> Int {
  read(descriptor, bytes.baseAddress, bytes.count)
}

func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

func systemLink(_ path: String, _ destination: String) -> Int32 { link(path, destination) }

func systemRename(_ path: String, _ destination: String) -> Int32 { rename(path, destination) }

/// Returns once the file's bytes survive a power cut. Only Linux can leave out what does not belong to the bytes.
func systemSynchronize(_ descriptor: Int32) -> Int32 {
  #if canImport(Glibc)
    fdatasync(descriptor)
  #else
    fsync(descriptor)
  #endif
}

/// Returns once all files of the disk that this one is on survive a power cut. macOS only begins that for others than
/// the one that is named.
func systemSynchronizeAll(_ descriptor: Int32) -> Int32 {
  #if canImport(Glibc)
    syncfs(descriptor)
  #else
    sync()
    return fsync(descriptor)
  #endif
}

/// For a program that mostly waits: its threads share two heaps. Otherwise glibc gives nearly each its own, and each keeps
/// what it once had (measured: a sixth more memory).
package func shareHeaps() {
  #if canImport(Glibc)
    _ = mallopt(M_ARENA_MAX, 2)
  #endif
}

/// Gives the calling thread a name (at most 15 bytes), for debuggers and `top -H`. `Thread.name` is not for a new thread to
/// set: it is ignored until `start()` has returned in the one that made it, which may be later.
func systemNameThread(_ name: String) {
  #if canImport(Glibc)
    _ = pthread_setname_np(pthread_self(), name)
  #else
    _ = pthread_setname_np(name)
  #endif
}

/// The CPU time of this process, and the most memory it has had.
func systemUsage() -> (time: Duration, mostBytes: Int) {
  var usage = rusage()
  #if canImport(Glibc)
    getrusage(RUSAGE_SELF.rawValue, &usage)
    let unit = 1024
  #else
    getrusage(RUSAGE_SELF, &usage)
    let unit = 1
  #endif
  let seconds = Int(usage.ru_utime.tv_sec) + Int(usage.ru_stime.tv_sec)
  let microseconds = Int(usage.ru_utime.tv_usec) + Int(usage.ru_stime.tv_usec)
  return (.seconds(seconds) + .microseconds(microseconds), Int(usage.ru_maxrss) * unit)
}
