import Sandbox

/// The command line cannot be understood.
struct SandboxUsageError: Error, CustomStringConvertible {
  static let usage = """
    usage: sandbox [--rt-port N] [--redmine-port N] [--rt-token T] [--redmine-key K] [--ready FILE]
                   [--text-formatting textile|markdown|common_mark|none] [--fault NAME[,NAME]…] [--seed N]
                   [--latency TIME] [--rate-limit N/s|N/m|N/h[,burst=N]] [--rate-headers SHAPE]
                   [--tickets N [--articles N] [--files N] [--file-bytes N] [--big-file N] [--big-ticket N]
                    [--deleted N] [--accounts N]]
    """

  private static let flags = """
    For measuring, at the end of which SIGTERM prints a line for each server:
      --latency TIME        each answer leaves so long after its request has come: 20ms, 1.5s
      --rate-limit RATE     more is answered 429: 10/s, or 600/m,burst=50 (else as many at once as in the time named)
      --rate-headers SHAPE  how answers tell of it: \(RateHeaders.allCases.map(\.rawValue).joined(separator: ", "))
      --tickets N           N invented tickets in place of the seed's few, the same at each run, made when they are
                            asked for; of each about so many messages (--articles, else 3) and exactly so many files
                            (--files, else 2) of so many bytes (--file-bytes, else 4096)
      --big-file BYTES      ticket 1 has another file, of that length, and Redmine takes such files
      --big-ticket N        the last ticket has N messages more
      --deleted N           N deleted tickets lie in the middle of the others
      --accounts N          N more accounts, every second one disabled
    """

  /// The usage, and what each fault does.
  static var help: String {
    let width = (Fault.all.map(\.name.count).max() ?? 0) + 2
    let rows = Fault.all.map { fault in
      "  \(fault.name)\(String(repeating: " ", count: width - fault.name.count))\(fault.summary)"
    }
    return """
      \(usage)

      \(flags)

      Faults, for rehearsing a bad day; the same seed chooses the same requests:
      \(rows.joined(separator: "\n"))
      """
  }

  let description: String
}
