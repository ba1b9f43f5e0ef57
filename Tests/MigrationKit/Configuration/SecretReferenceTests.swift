import Testing

@testable import MigrationKit

@Suite(.temporaryFolder) struct SecretReferenceTests {
  private let folder = TemporaryFolder.current

  private func resolve(_ reference: SecretReference, _ environment: [String: String] = [:]) throws -> String {
    let configuration = try Configuration(
      text: ConfigurationExample.text, path: folder.file("migration.json5"))
    return try reference.resolve(in: configuration, environment: environment).reveal()
  }

  @Test(
    arguments: [
      ("env:A", SecretReference.environment("A")), ("file:a/b", .file("a/b")), ("env:", nil), ("file:", nil),
      ("1-23-0123456789abcdef", nil), ("ENV:A", nil), ("", nil),
    ] as [(String, SecretReference?)])
  func `only the place of a secret is written`(text: String, reference: SecretReference?) {
    #expect(SecretReference(text) == reference)
  }

  @Test func `a secret comes without the white space around it`() throws {
    try folder.write(" s3cret\n", to: "token")
    #expect(try resolve(.file("token")) == "s3cret")
    #expect(try resolve(.file(folder.file("token"))) == "s3cret")
    #expect(try resolve(.environment("TOKEN"), ["TOKEN": "s3cret\n"]) == "s3cret")
  }

  @Test func `a variable that is not set is named with what to do`() {
    #expect(
      throws: StageError("the environment has no TOKEN; set it: export TOKEN=…", exitCode: .usage)
    ) { try resolve(.environment("TOKEN")) }
  }

  @Test(arguments: ["", "\n", " \t\n", "one\ntwo"])
  func `an empty secret, or one of several lines, is refused`(text: String) throws {
    try folder.write(text, to: "token")
    #expect(
      throws: StageError("the secret in the file token is empty or has several lines", exitCode: .usage)
    ) { try resolve(.file("token")) }
    #expect(
      throws: StageError(
        "the secret in the environment variable T is empty or has several lines", exitCode: .usage)
    ) { try resolve(.environment("T"), ["T": text]) }
  }

  @Test func `a file that is not there is named`() throws {
    let error = try #require(throws: FileError.self) { try resolve(.file("none")) }
    #expect(error.path == folder.file("none"))
  }
}

@Suite struct MappingFingerprintTests {
  private func fingerprint(_ mapping: String) throws -> String {
    let text = """
      {source: {system: "request-tracker", url: "http://a", token: "env:A"},
       target: {system: "redmine", url: "http://b", token: "env:B", marker: "M"}, mapping: \(mapping)}
      """
    return try Configuration(text: text, path: "m").mapping.fingerprint
  }

  @Test func `the order of the rules makes no other mapping`() throws {
    let one = #"{queues: {A: "a", B: "b"}, priorities: {"0..1": "x", "2": "y"}, fields: {F: "f", G: "text"}}"#
    let other =
      #"{fields: {G: 'text', F: 'f'}, /* x */ priorities: {"2..2": "y", "0..1": "x"}, queues: {B: "b", A: "a"}}"#
    #expect(try fingerprint(one) == fingerprint(other))
  }

  @Test func `another rule makes another mapping`() throws {
    let mappings = [
      #"{queues: {A: "a"}}"#, #"{queues: {A: "b"}}"#, #"{types: {A: "a"}}"#, #"{states: {A: "a"}}"#,
      #"{people: {A: "a"}}"#, #"{priorities: {"0": "a"}}"#, #"{priorities: {"0": "b"}}"#,
      #"{priorities: {"0..1": "a"}}"#, #"{priorities: {"*": "a"}}"#, #"{fields: {A: "a"}}"#,
      #"{fields: {A: "text"}}"#, #"{fields: {A: {drop: "a"}}}"#, #"{fields: {A: {drop: "b"}}}"#, "{}",
    ]
    #expect(try Set(mappings.map(fingerprint)).count == mappings.count)
  }
}
