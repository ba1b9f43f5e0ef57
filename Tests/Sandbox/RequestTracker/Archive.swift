extension RequestTracker {
  /// Everything the imitated RT holds. It never changes while it is served.
  struct Archive: Sendable {
    let users: [User]
    let queues: [Queue]
    let customFields: [CustomField]
    let customRoles: [CustomRole]
    let system: User
    let shelf: any Shelf

    func customFields(of queue: Int) -> [CustomField] { customFields.filter { $0.queues.contains(queue) } }

    /// By number, name or address, as RT finds them.
    func user(_ handle: String) -> User? {
      users.first { String($0.id) == handle || $0.name.lowercased() == handle.lowercased() }
    }

    /// Who stands where nobody does.
    var nobody: User { user("Nobody") ?? system }

    func queue(_ handle: String) -> Queue? {
      queues.first { String($0.id) == handle || $0.name.lowercased() == handle.lowercased() }
    }

    /// A merged ticket's number finds the ticket it was merged into.
    func ticket(_ id: Int) -> Ticket? {
      shelf.ticket(id).flatMap { $0.isMerged ? shelf.ticket($0.effectiveID) : $0 }
    }

    /// With those of the tickets merged into it.
    func history(of ticket: Ticket) -> [Transaction] {
      shelf.parts(of: ticket.id).flatMap(shelf.transactions).sorted { $0.id < $1.id }
    }
  }

  /// Who asks. RT answers a login without SuperUser with less, seldom with an error.
  struct Login: Sendable, Equatable {
    let name: String
    let seesEverything: Bool
    /// Queues it may see tickets of; without meaning when it sees everything.
    let queues: Set<Int>

    func maySee(queue: Int) -> Bool { seesEverything || queues.contains(queue) }
  }
}
