@testable import Extract
@testable import MigrationKit

/// The words of a command line that name a configuration and a data folder in the current test's folder.
extension TemporaryFolder {
  func words(_ more: [String] = [], data: String) throws -> [String] {
    if try text("migration.json5") == nil { try configure() }
    try Disk.makeFolder(file(data))
    return ["--config", file("migration.json5"), "--data", file(data)] + more
  }

  /// Writes the configuration of the documentation, with another time for the target to settle.
  func configure(settle seconds: Double = 0.05) throws {
    let text = ConfigurationExample.text.replacing(
      "marker: \"RT ticket\"", with: "marker: \"RT ticket\", settle: \(seconds)")
    try write(text, to: "migration.json5")
  }

  /// An extraction of the source into a folder of its own, which does not really wait between tries.
  func extraction(
    _ source: any TicketSource, from server: FaultServer, into data: String = "data", _ more: [String] = [],
    interruption: Interruption = Interruption()
  ) throws -> Extraction {
    let options = try ExtractOptions(Arguments(words(more, data: data), ExtractOptions.syntax))
    return Extraction(
      source: source,
      client: try HTTPClient(base: server.base, settings: HTTPSettings(waiting: PatientClock().waiting)),
      options: options,
      console: Console(name: "test"), interruption: interruption)
  }
}
