import Testing

@testable import MigrationKit

@Suite struct ConfigurationTests {
  private static let source =
    #"source: { system: "request-tracker", url: "https://rt.test", token: "env:RT_TOKEN" }"#
  private static let target =
    #"target: { system: "redmine", url: "https://r.test", token: "env:KEY", marker: "RT ticket" }"#

  private func faults(_ text: String) throws -> [String] {
    let error = try #require(throws: ConfigurationError.self) {
      try Configuration(text: text, path: "m.json5")
    }
    #expect(error.exitCode == .usage)
    return error.faults
  }

  private func mappingFaults(_ mapping: String) throws -> [String] {
    try faults("{\(Self.source),\(Self.target),\nmapping: \(mapping)}")
  }

  @Test func `the example of the documentation is read`() throws {
    let configuration = try Configuration(text: ConfigurationExample.text, path: "folder/migration.json5")
    let (source, target, mapping) = (configuration.source, configuration.target, configuration.mapping)
    #expect(source.system == .requestTracker && target.system == .redmine)
    #expect(
      source.server.url == "https://rt.example.com" && target.server.url == "https://redmine.example.com")
    #expect(source.queues == ["Support"] && target.marker == "RT ticket")
    #expect(mapping.queues == ["Support": "support"] && mapping.types == ["*": "Support"])
    #expect(mapping.states["stalled"] == "Feedback" && mapping.states["deleted"] == "New")
    #expect(
      ["0", "29", "30", "69", "70", "100"].map { mapping.priorities[$0] } == [
        "Low", "Low", "Normal", "Normal", "High", "High",
      ])
    #expect(mapping.priorities["101"] == nil)
    #expect(mapping.people["agent@example.com"] == "agent" && mapping.people["other"] == "text")
    #expect(
      mapping.fields == [
        "Kundennummer": .field("Kundennummer"), "Root cause": .drop(reason: "kept in the archive"),
      ])
    guard case .token(.environment("RT_TOKEN")) = source.server.login else {
      Issue.record("another login")
      return
    }
    #expect(
      configuration.resolve("ca.pem") == "folder/ca.pem" && configuration.resolve("/ca.pem") == "/ca.pem")
  }

  @Test func `how long to wait is read in seconds`() throws {
    func configuration(_ more: String) throws -> Configuration {
      let target = Self.target.replacing(" }", with: ", \(more) }")
      return try Configuration(text: "{\(Self.source),\(target)}", path: "m.json5")
    }
    let written = try configuration("timeout: 30, settle: 0.5").target
    #expect(written.server.timeout == .seconds(30) && written.settle == .milliseconds(500))
    let silent = try configuration("timeout: 1").target
    #expect(silent.server.timeout == .seconds(1) && silent.settle == .seconds(20))
  }

  @Test(arguments: ["settle: -1", "settle: \"20\"", "timeout: 0", "timeout: 1e9"])
  func `a span of time that cannot be waited is a fault`(line: String) throws {
    let target = Self.target.replacing(" }", with: ", \(line) }")
    let faults = try faults("{\(Self.source),\(target)}")
    #expect(faults.count == 1 && faults[0].contains("must be a number of seconds from "), "\(faults)")
  }

  @Test func `every fault is told at once, with its path and line`() throws {
    #expect(
      try faults(
        """
        {
          source: { system: "request-trakcer", url: "rt.test", token: "1-23-secret", queus: [] },
          target: { system: "redmine", url: "https://r.test", user: "admin" },
          mapping: {
            queues: { A: 1 },
            priorities: { "0..29": "Low", "20..40": "High", "9..1": "x" },
            fields: { X: { keep: "a" } },
          },
          more: 1,
        }
        """) == [
          #"source.system (line 2) "request-trakcer" is not known: one of request-tracker, redmine; did you mean "request-tracker"?"#,
          #"source.url (line 2) must be an address such as "https://rt.example.com", without user, ? and #"#,
          #"source.token (line 2) holds the secret itself; write "env:SOURCE_TOKEN" and set that variable, or "file:PATH""#,
          "target (line 3) needs either token, or user and password",
          #"target.marker is missing: the name of the custom field that keeps the old id, such as "RT ticket""#,
          "mapping.queues.A (line 5) must be a text in quotes, not a number",
          "mapping.priorities.20..40 (line 6) overlaps 0..29",
          #"mapping.priorities.9..1 (line 6) must be a number or a range such as "0..29""#,
          #"mapping.fields.X (line 7) can only be { drop: "the reason" }"#,
          #"source.queus (line 2) is not known; did you mean "queues"?"#, "more (line 9) is not known",
        ])
  }

  @Test(arguments: [
    (
      "request-tracker", "", #"{ "Low": "Low" }"#,
      [#"mapping.priorities.Low must be a number or a range such as "0..29""#]
    ),
    ("request-tracker", #"markup: "textile","#, "{}", ["source.markup is of no use with request-tracker"]),
    ("redmine", #"markup: "textile","#, #"{ "Low": "Low", "*": "High" }"#, []),
    ("redmine", "", "{}", ["source.markup is missing"]),
  ])
  func `each old system has its own settings`(
    system: String, more: String, priorities: String, wanted: [String]
  ) throws {
    let source = #"source: { system: "\#(system)", \#(more) url: "https://a.test", token: "env:A" }"#
    let text = "{ \(source), \(Self.target), mapping: { priorities: \(priorities) } }"
    if wanted.isEmpty { return _ = try Configuration(text: text, path: "m.json5") }
    let faults = try faults(text)
    #expect(faults.count == wanted.count)
    for (fault, beginning) in zip(faults, wanted) {
      #expect(fault.replacing(##/ \(line \d+\)/##, with: "").hasPrefix(beginning), "\(fault)")
    }
  }

  @Test(arguments: [
    ("token: \"env:A\", user: \"u\"", false), ("user: \"u\", password: \"env:A\"", true),
    ("password: \"env:A\"", false), ("token: \"file:a\"", true), ("token: \"env:\"", false),
    ("token: 5", false),
    ("", false), ("token: \"env:A\", password: \"env:B\"", false),
  ])
  func `a login is a token, or user and password`(login: String, isGood: Bool) {
    let text = "{source: {system: \"request-tracker\", url: \"http://h\", \(login)}, \(Self.target)}"
    if isGood {
      #expect(throws: Never.self) { try Configuration(text: text, path: "m") }
    } else {
      #expect(throws: ConfigurationError.self) { try Configuration(text: text, path: "m") }
    }
  }

  @Test func `a login that is missing is told beside other faults of the server`() throws {
    #expect(
      try faults("{source: {system: \"request-tracker\", url: \"h\"}, \(Self.target)}").contains(
        "source (line 1) needs either token, or user and password"))
  }

  @Test(
    arguments: [
      ("https://rt.test/", "https://rt.test"), ("http://h:8080/rt//", "http://h:8080/rt"), ("ftp://h", nil),
      ("https://", nil), ("https://u:p@h", nil), ("https://h/?x", nil), ("https://h/#x", nil), ("h", nil),
    ] as [(String, String?)])
  func `an address is whole, and kept without a slash at the end`(text: String, url: String?) throws {
    let text = "{\(Self.source.replacing("https://rt.test", with: text)), \(Self.target)}"
    if let url {
      #expect(try Configuration(text: text, path: "m").source.server.url == url)
    } else {
      #expect(try faults(text).count == 1)
    }
  }

  @Test(arguments: [
    ("{queues: {A: \"x\",\nA: \"y\"}}", "mapping.queues.A (line 3) is written twice"),
    (#"{fields: {"A": "x", "A": "y"}}"#, "mapping.fields.A (line 2) is written twice"),
    (
      #"{people: {"anna@x.test": "anna", "ANNA@x.test": "boris"}}"#,
      "mapping.people (line 2) has different entries for one address: \"ANNA@x.test\" and \"anna@x.test\"; keep one of them"
    ),
    (
      #"{fields: {A: "RT ticket"}}"#,
      #"mapping.fields.A (line 2) leads to "RT ticket", which is target.marker; choose another field, or map it to "text""#
    ),
    (#"{priorities: {"*": "x", "*": "y"}}"#, "mapping.priorities.* (line 2) is written twice"),
    (#"{priorities: {"5": "x", "5": "y"}}"#, "mapping.priorities.5 (line 2) overlaps 5..5"),
    (#"{queues: {}, queues: {}}"#, "mapping.queues (line 2) is written twice"),
    (#"{stats: {}}"#, #"mapping.stats (line 2) is not known; did you mean "states"?"#),
    (
      #"{mentions: "link"}"#,
      #"mapping.mentions (line 2) "link" is not known: one of linked, all, none; did you mean "linked"?"#
    ),
    (#"{people: []}"#, #"mapping.people (line 2) must be an object: { "old": "new" }, not a list"#),
    (#""text""#, "mapping (line 2) must be an object, not a string"),
    (#"{states: {new: ""}}"#, "mapping.states.new (line 2) must be a text in quotes, not an empty string"),
    (
      #"{fields: {A: 5}}"#,
      #"mapping.fields.A (line 2) must be the target field's name, "text", or { drop: "the reason" }"#
    ),
  ])
  func `a mapping says each thing once, and rightly`(mapping: String, fault: String) throws {
    #expect(try mappingFaults(mapping) == [fault])
  }

  @Test(arguments: [
    ("[]", ["the file must hold one object: { source: …, target: …, mapping: … }"]),
    ("{source: }", ["line 1, column 10: expected a value"]),
  ])
  func `a file that is no configuration is told`(text: String, beginning: [String]) throws {
    #expect(try faults(text).prefix(1) == beginning[...])
  }

  @Test func `a file that is not there is told`() {
    #expect(
      throws: ConfigurationError(
        path: "/nowhere/m.json5",
        faults: ["there is no such file; copy the example from the README, or name yours with --config"])
    ) { try Configuration(path: "/nowhere/m.json5") }
  }

  @Test(arguments: [
    ("Europe/Berln", "; did you mean \"Europe/Berlin\"?"), ("Berlin", "; did you mean \"Europe/Berlin\"?"),
    ("europe/berlin", "; did you mean \"Europe/Berlin\"?"), ("EST", ""), ("GMT+3", ""), ("+01:00", ""),
    ("Nowhere/At_All", ""),
  ])
  func `a time zone that is not known is refused`(name: String, guess: String) {
    let text = ConfigurationExample.text.replacing("queues: [", with: "timeZone: \"\(name)\", queues: [")
    let error = #expect(throws: ConfigurationError.self) { try Configuration(text: text, path: "m") }
    let fault = error?.faults.first ?? ""
    #expect(fault.hasPrefix("source.timeZone (line 2) \"\(name)\" is not a known IANA time zone"))
    #expect(guess.isEmpty || fault.hasSuffix(guess), "\(fault)")
  }

  @Test(arguments: [
    "Europe/Berlin", "Asia/Kolkata", "Asia/Calcutta", "UTC", "Etc/GMT+5", "America/Argentina/Buenos_Aires",
  ])
  func `a time zone is known by its IANA name`(name: String) throws {
    let text = ConfigurationExample.text.replacing("queues: [", with: "timeZone: \"\(name)\", queues: [")
    #expect(try Configuration(text: text, path: "m").source.timeZone != nil)
  }

  @Test(arguments: [
    ("timeout: 7, url: \"https://rt.example.com\"", "url: \"https://rt.example.com\"", true),
    ("\"https://rt.example.com\"", "\"https://rt2.example.com\"", false),
    ("queues: [\"Support\"]", "queues: [], timeZone: \"Europe/Berlin\"", false),
    ("queues: [\"Support\"]", "otherURLs: [\"https://t.example.com\"]", false),
    ("marker: \"RT ticket\"", "marker: \"Old number\"", true),
    ("markup: \"plain\"", "markup: \"textile\"", false),
    ("markup: \"plain\"", "markup: \"plain\", largestFile: 5", false),
    ("markup: \"plain\"", "markup: \"plain\", allowedExtensions: [\"png\"]", false),
    ("markup: \"plain\"", "markup: \"plain\", disallowedExtensions: [\"exe\"]", false),
    ("markup: \"plain\"", "markup: \"plain\", crossProjectRelations: true", false),
    ("markup: \"plain\"", "markup: \"plain\", crossProjectSubtasks: \"system\"", false),
    ("markup: \"plain\"", "markup: \"plain\", activity: \"Support\"", false),
    ("markup: \"plain\"", "markup: \"plain\", archive: \"https://a.example.com\"", false),
    ("new: \"New\", open: \"In Progress\"", "open: 'In Progress', /* x */ new: \"New\"", true),
    ("new: \"New\"", "new: \"Old\"", false), ("\"70..100\": \"High\"", "\"70..99\": \"High\"", false),
    ("{ drop: \"kept in the archive\" }", "\"text\"", false), ("\"*\": \"text\"", "\"*\": \"create\"", false),
  ])
  func `settings that decide what tickets become have a fingerprint`(old: String, new: String, isSame: Bool)
    throws
  {
    let text = ConfigurationExample.text.replacing(old, with: new)
    #expect(isSame || text != ConfigurationExample.text)
    let one = try Configuration(text: ConfigurationExample.text, path: "m").fingerprint
    #expect((try Configuration(text: text, path: "m").fingerprint == one) == isSame)
  }

  @Test func `two old fields that lead to one are named with their lines`() {
    var mapping = MappingConfiguration(fields: [
      "A": .field("X"), "B": .field("X"), "C": .field("Y"), "D": .text,
    ])
    mapping.lines = ["fields.A": 5, "fields.B": 7]
    let fault = mapping.sharedFields(besides: [])
    #expect(
      fault.count == 1
        && fault[0].hasPrefix("mapping.fields: \"A\" (line 5) and \"B\" (line 7) lead to one field, \"X\""))
    #expect(mapping.sharedFields(besides: ["X"]).isEmpty)
  }

  @Test func `faults are lines under the file's name`() {
    #expect(ConfigurationError(path: "m", faults: ["a"]).description == "m:\n  a")
    #expect(ConfigurationError(path: "m", faults: ["a", "b"]).description == "m: 2 faults\n  a\n  b")
  }
}

/// The example of the README.
enum ConfigurationExample {
  static let text = """
    {
      source: { system: "request-tracker", url: "https://rt.example.com", token: "env:RT_TOKEN", queues: ["Support"] },  // or user: + password:
      target: { system: "redmine", url: "https://redmine.example.com", token: "env:REDMINE_KEY", marker: "RT ticket", markup: "plain" },
      mapping: {
        queues:     { "Support": "support" },                    // RT queue → Redmine project identifier
        types:      { "*": "Support" },                          // tracker
        states:     { new: "New", open: "In Progress", stalled: "Feedback", resolved: "Closed", "*": "New" },
        priorities: { "0..29": "Low", "30..69": "Normal", "70..100": "High" },
        people:     { "agent@example.com": "agent", "*": "text" },
        fields:     { "Kundennummer": "Kundennummer", "Root cause": { drop: "kept in the archive" } },
      },
    }
    """
}
