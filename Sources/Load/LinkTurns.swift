import MigrationKit

/// Lets links be made at once that have no ticket in common: each changes the tickets at both its ends, and the target
/// refuses two changes of one at once. Those that have to wait get their turn in the order they came.
actor LinkTurns {
  private struct Waiting {
    let tickets: Set<SourceID<Ticket>>
    let turn: CheckedContinuation<Void, Never>
  }

  private var busy: Set<SourceID<Ticket>> = []
  private var line: [Waiting] = []

  /// Carries out the work while nobody else touches these tickets.
  nonisolated func holding<Value: Sendable>(
    _ tickets: Set<SourceID<Ticket>>, _ work: () async throws -> Value
  ) async throws -> Value {
    await take(tickets)
    do {
      let value = try await work()
      await give(back: tickets)
      return value
    } catch {
      await give(back: tickets)
      throw error
    }
  }

  private func take(_ tickets: Set<SourceID<Ticket>>) async {
    let ahead = line.reduce(busy) { $0.union($1.tickets) }
    guard ahead.isDisjoint(with: tickets) else {
      return await withCheckedContinuation { line.append(Waiting(tickets: tickets, turn: $0)) }
    }
    busy.formUnion(tickets)
  }

  private func give(back tickets: Set<SourceID<Ticket>>) {
    busy.subtract(tickets)
    var wanted = busy
    line.removeAll { waiting in
      defer { wanted.formUnion(waiting.tickets) }
      guard wanted.isDisjoint(with: waiting.tickets) else { return false }
      busy.formUnion(waiting.tickets)
      waiting.turn.resume()
      return true
    }
  }
}
