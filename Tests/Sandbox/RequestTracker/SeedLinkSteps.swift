// How tickets come to hang together.

extension RequestTracker.Seed {
  mutating func link(
    _ id: Int, _ relation: RequestTracker.Link.Relation, _ target: Int, by user: RequestTracker.User
  ) {
    addLink(id, relation.rawValue, ref: relation.refs.base, to: target, by: user)
    addLink(target, relation.reverse, ref: relation.refs.target, to: id, by: user)
  }

  /// A link to something outside RT has one end.
  mutating func refer(_ id: Int, to address: String, by user: RequestTracker.User) {
    record("AddLink", on: id, by: user) {
      $0.field = "RefersTo"
      $0.newValue = address
    }
    change(id) { $0.links.append(RequestTracker.Link(ref: "refers-to", end: .address(address))) }
  }

  private mutating func addLink(
    _ id: Int, _ field: String, ref: String, to other: Int, by user: RequestTracker.User
  ) {
    record("AddLink", on: id, by: user) {
      $0.field = field
      $0.newValue = ticketAddress(other)
    }
    change(id) { $0.links.append(RequestTracker.Link(ref: ref, end: .ticket(other))) }
  }

  /// Both tickets note it; the merged one's number answers with the other from now on.
  mutating func merge(_ id: Int, into survivor: Int, by user: RequestTracker.User) {
    for noting in [id, survivor] {
      record("AddLink", on: noting, by: user) {
        $0.field = "MergedInto"
        $0.newValue = ticketAddress(survivor)
      }
    }
    let requestors = ticket(id).requestors
    for moved in 1..<nextTicketID where ticket(moved).effectiveID == id {
      change(moved) { $0.effectiveID = survivor }
    }
    change(survivor) { ticket in
      ticket.requestors += requestors.filter { new in !ticket.requestors.contains { $0.id == new.id } }
    }
  }
}

private func ticketAddress(_ id: Int) -> String {
  "fsck.com-rt://\(RequestTracker.organization)/ticket/\(id)"
}
