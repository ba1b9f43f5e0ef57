extension MappingConfiguration {
  init(reading reader: inout ConfigurationReader) {
    self.init(
      queues: NameMap(reading: &reader, "mapping.queues"),
      types: NameMap(reading: &reader, "mapping.types"),
      states: NameMap(reading: &reader, "mapping.states"),
      priorities: PriorityMap(reading: &reader, "mapping.priorities"),
      people: NameMap(reading: &reader, "mapping.people"),
      fields: Self.fields(reading: &reader),
      ignore: NameMap(reading: &reader, "mapping.ignore").entries, text: reader.strings("mapping.text"),
      words: Words.translations(reading: &reader),
      history: reader.optionalChoice("mapping.history", among: HistoryRule.allCases) ?? .drop,
      largeFiles: reader.optionalChoice("mapping.largeFiles", among: RefusedFileRule.allCases) ?? .reject,
      forbiddenFiles: reader.optionalChoice("mapping.forbiddenFiles", among: RefusedFileRule.allCases)
        ?? .reject,
      internalFiles: reader.optionalChoice("mapping.internalFiles", among: InternalFileRule.allCases)
        ?? .attach,
      mentions: reader.optionalChoice("mapping.mentions", among: MentionRule.allCases) ?? .linked)
    lines = reader.lines(of: "mapping")
    refuseSpellings(reading: &reader)
  }

  /// An address is the same person in whichever case it is written.
  private func refuseSpellings(reading reader: inout ConfigurationReader) {
    let spellings = Dictionary(grouping: people.entries.keys) { $0.lowercased() }
    for same in spellings.values.map({ $0.sorted() }).sorted(by: { $0[0] < $1[0] })
    where Set(same.map { people.entries[$0] }).count > 1 {
      let words = same.map { "\"\($0)\"" }.joined(separator: " and ")
      reader.fault("mapping.people", "has different entries for one address: \(words); keep one of them")
    }
  }

  /// What `load` writes itself is no place for an old field's values.
  func refuseFields(of target: TargetConfiguration, reading reader: inout ConfigurationReader) {
    for (old, rule) in fields.sorted(by: { $0.key < $1.key }) {
      guard case .field(let name) = rule else { continue }
      let option = name == target.marker ? "marker" : name == target.created ? "created" : nil
      guard let option else { continue }
      reader.fault(
        "mapping.fields.\(old)",
        "leads to \"\(name)\", which is target.\(option); choose another field, or map it to \"text\"")
    }
  }

  /// An old system whose priorities are numbers has no use for words.
  func refusePriorityWords(reading reader: inout ConfigurationReader) {
    for member in reader.members("mapping.priorities") where priorities.words.entries[member.key] != nil {
      reader.fault("mapping.priorities.\(member.key)", PriorityMap.rangeFault, at: member.value)
    }
  }

  private static func fields(reading reader: inout ConfigurationReader) -> [String: FieldRule] {
    var rules: [String: FieldRule] = [:]
    for member in reader.members("mapping.fields") {
      if rules[member.key] != nil {
        reader.fault("mapping.fields.\(member.key)", "is written twice", at: member.value)
      }
      switch member.value.content {
      case .string("text"): rules[member.key] = .text
      case .string(let name) where !name.isEmpty: rules[member.key] = .field(name)
      case .object(let parts):
        if parts.count == 1, parts[0].key == "drop", case .string(let reason) = parts[0].value.content,
          !reason.isEmpty
        {
          rules[member.key] = .drop(reason: reason)
        } else {
          reader.fault(
            "mapping.fields.\(member.key)", "can only be { drop: \"the reason\" }", at: member.value)
        }
      default:
        reader.fault(
          "mapping.fields.\(member.key)",
          "must be the target field's name, \"text\", or { drop: \"the reason\" }", at: member.value)
      }
    }
    return rules
  }

  /// What identifies this mapping: the same rules give the same text, however they were written.
  package var fingerprint: String {
    func rows(_ entries: [String: String]) -> JSONValue {
      .object(entries.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
    }
    let value: JSONValue = [
      "queues": rows(queues.entries), "types": rows(types.entries), "states": rows(states.entries),
      "priorities": .strings(
        priorities.entries.map { "\($0.range): \($0.name)" } + [priorities.otherwise ?? ""]
          + priorities.words.entries.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }),
      "people": rows(people.entries), "fields": rows(fields.mapValues { "\($0)" }),
      "ignore": rows(ignore), "text": .strings(text.sorted()), "words": rows(words),
      "history": .string(history.rawValue),
      "largeFiles": .string(largeFiles.rawValue), "forbiddenFiles": .string(forbiddenFiles.rawValue),
      "internalFiles": .string(internalFiles.rawValue), "mentions": .string(mentions.rawValue),
    ]
    return SHA256.hex(of: value.bytes)
  }
}

extension NameMap {
  init(reading reader: inout ConfigurationReader, _ path: String) {
    var entries: [String: String] = [:]
    for member in reader.members(path) {
      if entries[member.key] != nil {
        reader.fault("\(path).\(member.key)", "is written twice", at: member.value)
      }
      guard case .string(let name) = member.value.content, !name.isEmpty else {
        reader.fault(
          "\(path).\(member.key)", "must be a text in quotes, not \(member.value.kind)",
          at: member.value)
        continue
      }
      entries[member.key] = name
    }
    self.init(entries)
  }
}

extension PriorityMap {
  init(reading reader: inout ConfigurationReader, _ path: String) {
    var entries: [Entry] = []
    var words: [String: String] = [:]
    var otherwise: String?
    for member in reader.members(path) {
      guard case .string(let name) = member.value.content, !name.isEmpty else {
        reader.fault(
          "\(path).\(member.key)", "must be a text in quotes, not \(member.value.kind)",
          at: member.value)
        continue
      }
      if member.key == "*" {
        if otherwise != nil { reader.fault("\(path).*", "is written twice", at: member.value) }
        otherwise = name
      } else if let range = Self.range(member.key) {
        if let other = entries.first(where: { $0.range.overlaps(range) }) {
          reader.fault(
            "\(path).\(member.key)", "overlaps \(other.range.lowerBound)..\(other.range.upperBound)",
            at: member.value)
        }
        entries.append(Entry(range, name))
      } else if member.key.contains("..") {
        reader.fault("\(path).\(member.key)", Self.rangeFault, at: member.value)
      } else {
        if words[member.key] != nil {
          reader.fault("\(path).\(member.key)", "is written twice", at: member.value)
        }
        words[member.key] = name
      }
    }
    self.init(
      entries.sorted { $0.range.lowerBound < $1.range.lowerBound }, words: NameMap(words),
      otherwise: otherwise)
  }

  fileprivate static let rangeFault = "must be a number or a range such as \"0..29\""

  /// "0..29" or "5".
  private static func range(_ text: String) -> ClosedRange<Int>? {
    let bounds = text.split(separator: "..", omittingEmptySubsequences: false).map { Int($0) }
    switch bounds.count {
    case 1: return bounds[0].map { $0...$0 }
    case 2:
      guard let lower = bounds[0], let upper = bounds[1], lower <= upper else { return nil }
      return lower...upper
    default: return nil
    }
  }
}
