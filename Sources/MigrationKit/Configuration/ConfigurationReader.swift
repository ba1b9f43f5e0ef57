import Foundation

/// Takes values out of the configuration by their path ("source.url") and gathers every fault on the way.
struct ConfigurationReader {
  private let root: JSON5Value
  private(set) var faults: [String] = []
  private var read: Set<String> = []
  private var faultyPaths: [String] = []

  init(_ root: JSON5Value) {
    self.root = root
    if case .object = root.content { return }
    fault("the file", "must hold one object: { source: …, target: …, mapping: … }")
  }

  /// - Parameter value: what is at fault, where the path alone does not lead to it.
  mutating func fault(_ path: String, _ text: String, at value: JSON5Value? = nil) {
    faultyPaths.append(path)
    faults.append((value ?? find(path)).map { "\(path) (line \($0.line)) \(text)" } ?? "\(path) \(text)")
  }

  func hasFault(at paths: [String]) -> Bool { faultyPaths.contains(where: paths.contains) }

  mutating func string(_ path: String) -> String? {
    guard let value = take(path) else { return nil }
    if case .string(let text) = value.content, !text.isEmpty { return text }
    fault(path, "must be a text in quotes, not \(value.kind)")
    return nil
  }

  /// - Parameter meaning: what is to be written there, for the message when it is absent.
  mutating func requiredString(_ path: String, _ meaning: String) -> String? {
    if find(path) == nil { fault(path, "is missing: \(meaning)") }
    return string(path)
  }

  mutating func strings(_ path: String) -> [String] {
    guard let value = take(path) else { return [] }
    guard case .array(let elements) = value.content else {
      fault(path, "must be a list: [\"Support\"]")
      return []
    }
    return elements.enumerated().compactMap { position, element in
      if case .string(let text) = element.content { return text }
      fault("\(path)[\(position)]", "must be a text in quotes, not \(element.kind)", at: element)
      return nil
    }
  }

  mutating func choice<Choice: RawRepresentable<String>>(_ path: String, among choices: [Choice]) -> Choice? {
    let known = choices.map(\.rawValue).joined(separator: ", ")
    guard let text = requiredString(path, "one of \(known)") else { return nil }
    if let choice = Choice(rawValue: text) { return choice }
    let guess =
      Spelling.nearest(to: text, in: choices.map(\.rawValue)).map { "; did you mean \"\($0)\"?" } ?? ""
    fault(path, "\"\(text)\" is not known: one of \(known)\(guess)")
    return nil
  }

  /// Nil when it is absent.
  mutating func optionalChoice<Choice: RawRepresentable<String>>(
    _ path: String, among choices: [Choice]
  ) -> Choice? {
    find(path) == nil ? nil : choice(path, among: choices)
  }

  /// A number of bytes, or a text such as "5 MB" (1,024 × 1,024 bytes); nil when it is absent.
  mutating func byteCount(_ path: String) -> Int? {
    guard let value = take(path) else { return nil }
    switch value.content {
    case .number(let text): if let count = Int(text), count > 0 { return count }
    case .string(let text):
      let units = ["KB": 1 << 10, "MB": 1 << 20, "GB": 1 << 30]
      let parts = text.split(separator: " ")
      if parts.count == 2, let number = Int(parts[0]), let unit = units[String(parts[1])],
        case let (count, isTooLarge) = number.multipliedReportingOverflow(by: unit), !isTooLarge, count > 0
      {
        return count
      }
    default: break
    }
    fault(path, "must be a number of bytes, or a text such as \"5 MB\"")
    return nil
  }

  /// Nil when it is absent.
  mutating func flag(_ path: String) -> Bool? {
    guard let value = take(path) else { return nil }
    if case .bool(let flag) = value.content { return flag }
    fault(path, "must be true or false, not \(value.kind)")
    return nil
  }

  /// Nil when it is absent.
  mutating func optionalURL(_ path: String) -> String? { find(path) == nil ? nil : url(path) }

  mutating func url(_ path: String) -> String? {
    guard let text = requiredString(path, "the server's address, such as \"https://rt.example.com\"") else {
      return nil
    }
    guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme),
      parts.host?.isEmpty == false, parts.user == nil, parts.query == nil, parts.fragment == nil
    else {
      fault(path, "must be an address such as \"https://rt.example.com\", without user, ? and #")
      return nil
    }
    return String(text.trimmingSuffix { $0 == "/" })
  }

  /// A number of seconds, which may have a fraction; nil when it is absent.
  mutating func seconds(_ path: String, from least: Double) -> Duration? {
    guard let value = take(path) else { return nil }
    if case .number(let text) = value.content, let number = Double(text), number >= least, number <= 86_400 {
      return .seconds(number)
    }
    fault(path, "must be a number of seconds from \(least.formatted()) to 86,400")
    return nil
  }

  /// An IANA name; nil when it is absent. Abbreviations are refused: what EST, IST or BST stand for depends on whom one asks,
  /// and most have no summer time.
  mutating func timeZone(_ path: String) -> TimeZone? {
    guard let name = string(path) else { return nil }
    if name == "UTC" || name.contains("/"), let zone = TimeZone(identifier: name) { return zone }
    fault(
      path, "\"\(name)\" is not a known IANA time zone such as \"Europe/Berlin\"\(Self.guessZone(for: name))")
    return nil
  }

  /// The likeliest zone, also for a city alone.
  private static func guessZone(for name: String) -> String {
    let known = TimeZone.knownTimeZoneIdentifiers
    let city = name.split(separator: "/").last.map(String.init) ?? name
    let sameCity = Spelling.nearest(
      to: city, in: known.map { String($0[($0.lastIndex(of: "/") ?? $0.startIndex)...].drop { $0 == "/" }) })
    let guess =
      Spelling.nearest(to: name, in: known)
      ?? sameCity.flatMap { city in known.first { $0.hasSuffix("/\(city)") } }
    return guess.map { "; did you mean \"\($0)\"?" } ?? ""
  }

  mutating func secret(_ path: String) -> SecretReference? {
    guard let text = string(path) else { return nil }
    if let reference = SecretReference(text) { return reference }
    let name = path.uppercased().replacing(".", with: "_")
    fault(path, "holds the secret itself; write \"env:\(name)\" and set that variable, or \"file:PATH\"")
    return nil
  }

  /// The members of an object with text keys; an absent one has none.
  mutating func members(_ path: String) -> [JSON5Member] {
    guard let value = take(path) else { return [] }
    guard case .object(let members) = value.content else {
      fault(path, "must be an object: { \"old\": \"new\" }, not \(value.kind)")
      return []
    }
    return members
  }

  /// Where the members of an object, and their own members, stand: by "states" and "states.new".
  func lines(of path: String) -> [String: Int] {
    guard let value = find(path), case .object(let sections) = value.content else { return [:] }
    return sections.reduce(into: [:]) { lines, section in
      lines[section.key] = section.value.line
      guard case .object(let entries) = section.value.content else { return }
      for entry in entries { lines["\(section.key).\(entry.key)"] = entry.value.line }
    }
  }

  /// Every key that nothing has asked for is a slip.
  mutating func refuseUnread() {
    refuseUnread(root, path: "")
  }

  private mutating func refuseUnread(_ value: JSON5Value, path: String) {
    if read.contains(path) { return }
    guard case .object(let members) = value.content else {
      if !path.isEmpty { fault(path, "must be an object, not \(value.kind)") }
      return
    }
    var seen: Set<String> = []
    for member in members {
      let memberPath = path.isEmpty ? member.key : "\(path).\(member.key)"
      if !seen.insert(member.key).inserted { fault(memberPath, "is written twice", at: member.value) }
      if read.contains(memberPath) { continue }
      if read.contains(where: { $0.hasPrefix(memberPath + ".") }) {
        refuseUnread(member.value, path: memberPath)
      } else {
        let siblings = read.filter { $0.hasPrefix(path.isEmpty ? "" : path + ".") }
          .map { $0.dropFirst(path.isEmpty ? 0 : path.count + 1).prefix { $0 != "." } }.map(String.init)
        let guess = Spelling.nearest(to: member.key, in: Set(siblings).sorted()).map {
          "; did you mean \"\($0)\"?"
        }
        fault(memberPath, "is not known\(guess ?? "")", at: member.value)
      }
    }
  }

  private mutating func take(_ path: String) -> JSON5Value? {
    read.insert(path)
    return find(path)
  }

  /// The value at a dotted path; keys that contain dots are only reached through `members`.
  private func find(_ path: String) -> JSON5Value? {
    path.split(separator: ".").reduce(Optional(root)) { value, key in
      guard case .object(let members)? = value?.content else { return nil }
      return members.first { $0.key == key }?.value
    }
  }
}

extension String {
  fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> Substring {
    var rest = self[...]
    while let last = rest.last, matches(last) { rest.removeLast() }
    return rest
  }
}
