import MigrationKit

/// What the journal says of one ticket.
struct TicketProgress: Sendable, Equatable {
  /// The name of the entry that says the ticket was read back and is as it should be.
  static let confirmation = "confirm"

  /// The ticket's new id, once it exists.
  private(set) var id: TargetID<Ticket>?
  /// The names of finished steps.
  private(set) var finished: Set<String> = []
  /// The tokens of finished uploads, by the step's name.
  private var tokens: [String: String] = [:]
  /// Steps that were begun and have not ended: their outcome is unknown.
  private(set) var open: Set<String> = []
  /// How often its creation was sent.
  private(set) var creations = 0
  /// Everything was sent and read back as it should be.
  private(set) var isConfirmed = false
  /// The same at some time before, whatever was sent since.
  private(set) var wasConfirmed = false

  func isDone(_ step: Step) -> Bool { finished.contains(step.name) }

  /// It was begun, and whether it was carried out is not known.
  func isOpen(_ step: Step) -> Bool { open.contains(step.name) }

  /// What stands for the bytes of an attachment; nil unless they were uploaded. Empty when only the target knows it.
  func token(of attachment: Attachment) -> String? {
    let step = Step.upload(attachment)
    return tokens[step.name] ?? (isDone(step) ? "" : nil)
  }

  /// It exists, and nobody has seen yet that it is as it should be.
  var isUnfinished: Bool { id != nil && !wasConfirmed }

  /// It is complete, and nothing is under way.
  var isAtRest: Bool { isConfirmed && open.isEmpty }

  /// What is sent to a ticket makes it one that has to be read back again. What comes after all tickets is not part
  /// of that.
  mutating func begin(_ step: String) {
    open.insert(step)
    if ![Step.linkPrefix, Step.referencesPrefix].contains(where: step.hasPrefix) { isConfirmed = false }
    if step == Step.create.name { creations += 1 }
  }

  mutating func finish(_ step: String, result: String?) {
    if step == Self.confirmation { return confirm() }
    open.remove(step)
    finished.insert(step)
    if step == Step.create.name { id = result.map { TargetID($0) } }
    if step.hasPrefix(Step.uploadPrefix) { tokens[step] = result }
  }

  mutating func fail(_ step: String) { open.remove(step) }

  /// No token serves twice, so none is needed any more.
  private mutating func confirm() {
    isConfirmed = true
    wasConfirmed = true
    tokens = [:]
  }
}

extension TicketProgress {
  /// Of a complete ticket.
  init(_ packed: PackedProgress) {
    self.init(
      id: packed.id, finished: packed.finished, creations: packed.creations, isConfirmed: true,
      wasConfirmed: true)
  }
}
