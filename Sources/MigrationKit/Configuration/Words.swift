/// The fixed words that a migration writes into texts, each as it stands there unless `mapping.words` translates it.
package enum Word: String, Sendable, CaseIterable {
  case ticket = "RT ticket"
  /// What an article is known by, so it must not be another's.
  case transaction = "RT transaction"
  /// What a booking of time is known by, where the old system has such.
  case timeEntry = "RT time entry"
  /// The same for the article that lists a ticket's changes.
  case history = "RT history of ticket"
  case mergedTicket = "from merged RT ticket"
  case by
  case noSubject = "(no subject)"
  case subject = "Subject"
  case author = "Author"
  case requesters = "Requesters"
  case cc = "Cc"
  case watchers = "Watchers"
  case adminCc = "AdminCc"
  case owner = "Owner"
  case created = "Created"
  /// Behind a moment that the old system does not know: that of what came before.
  case undated = "no date in RT"
  case started = "Started"
  case resolved = "Resolved"
  case closed = "Closed"
  case lastUpdated = "Last updated"
  case starts = "Starts"
  case due = "Due"
  case told = "Last contact"
  case serviceLevel = "Service level"
  case category = "Category"
  case targetVersion = "Target version"
  case doneRatio = "% done"
  case changesets = "Revisions"
  case finalPriority = "Final priority in RT"
  case timeWorked = "Time worked"
  case timeEstimated = "Time estimated"
  case timeLeft = "Time left"
  /// Minutes that no time entry has as they were booked, and those that were taken from them.
  case timeCorrected = "Time corrected"
  case queueInRT = "Queue in RT"
  case stateInRT = "State in RT"
  case priorityInRT = "Priority in RT"
  case mergedTickets = "Merged RT tickets"
  case parent = "Parent"
  case child = "Child"
  case dependsOn = "Depends on"
  case blocks = "Blocks"
  case refersTo = "Refers to"
  case referredToBy = "Referred to by"
  case duplicates = "Duplicates"
  case duplicatedBy = "Duplicated by"
  case precedes = "Precedes"
  case follows = "Follows"
  case copiedTo = "Copied to"
  case copiedFrom = "Copied from"
  case forwarded = "Forwarded message"
  case from = "From"
  case to = "To"
  case date = "Date"
  case archivedFile = "Archived file"
  /// Above the version of a mail that says what the one above does not.
  case plainVersion = "The plain text version of this mail says"
  case htmlVersion = "The HTML version of this mail says"
}

/// The fixed words in the language they shall have.
package struct Words: Sendable {
  private let texts: [Word: String]

  /// - Parameter system: how the old system is called: "Redmine" makes "Redmine ticket" of "RT ticket".
  package init(_ translations: [String: String] = [:], of system: String = "RT") {
    texts = Dictionary(
      uniqueKeysWithValues: Word.allCases.map { word in
        (word, translations[word.rawValue] ?? word.rawValue.replacing("RT", with: system))
      })
  }

  package subscript(word: Word) -> String { texts[word] ?? word.rawValue }
}

extension Words {
  /// `mapping.words`. A key that is no fixed word is a slip, and would change nothing.
  static func translations(reading reader: inout ConfigurationReader) -> [String: String] {
    let path = "mapping.words"
    var translations = NameMap(reading: &reader, path).entries
    for member in reader.members(path) {
      guard let translation = translations[member.key] else { continue }
      if Word(rawValue: member.key) == nil {
        reader.fault(
          "\(path).\(member.key)", "is not one of the words\(choice(for: member.key))", at: member.value)
        translations[member.key] = nil
      } else if translation.contains(where: { $0.isNewline || "[]⟦⟧".contains($0) }) {
        reader.fault(
          "\(path).\(member.key)", "must be on one line, without square brackets", at: member.value)
      }
    }
    let words = Words(translations)
    if words[.transaction] == words[.history] {
      reader.fault(path, "gives \"RT transaction\" and \"RT history of ticket\" one name; they must differ")
    }
    return translations
  }

  private static func choice(for key: String) -> String {
    let known = Word.allCases.map(\.rawValue)
    if let near = Spelling.nearest(to: key, in: known) { return "; did you mean \"\(near)\"?" }
    return ": \(known.joined(separator: ", "))"
  }
}
