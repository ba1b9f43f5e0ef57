import MigrationKit

/// A ticket's custom fields as a Redmine keeps them, or all that it would not keep.
struct RedmineFieldValues {
  let ticket: Ticket
  let catalog: RedmineCatalog
  /// The field for the date of creation, which is no field of the ticket.
  var created: String?

  /// Each ticket's misfits are reported together: they are fixed together.
  func json() throws -> [JSONValue] {
    let misfits = misfits
    guard misfits.isEmpty else { throw RedmineError.misfits(misfits) }
    return try ticket.fields.map(json) + defaulted.map { json($0.value, []) }
  }

  /// Fields that would get a value the ticket does not have.
  private var defaulted: [(key: String, value: RedmineCatalog.Field)] {
    absent.filter { $0.value.hasDefault }
  }

  /// Fields that are, as far as is known, there for the ticket, and that it has no value for.
  private var absent: [(key: String, value: RedmineCatalog.Field)] {
    let names = Set(ticket.fields.map(\.name) + [created].compactMap(\.self))
    return catalog.fields.filter { name, field in
      !names.contains(name) && field.id != catalog.marker?.field && place(without: field) == nil
    }.sorted { $0.value.id < $1.value.id }
  }

  var misfits: [RedmineMisfit] {
    ticket.fields.compactMap { field in
      do throws(RedmineMisfit) {
        _ = try json(field)
        return nil
      } catch {
        return error
      }
    } + missing
  }

  /// Only where it is certain that the field is there.
  private var missing: [RedmineMisfit] {
    let known = catalog.projects[ticket.queue]?.fields ?? [:]
    return absent.filter { $0.value.isRequired && known[$0.value.id] == true }.map {
      RedmineMisfit(field: $0.key, values: [""], flaw: .missing)
    }
  }

  private func json(_ field: CustomField) throws(RedmineMisfit) -> JSONValue {
    guard let definition = catalog.fields[field.name] else { throw misfit(field, .unknown) }
    let values = try format(field.name, definition).stored(field.values)
    if !values.isEmpty, let place = place(without: definition) {
      throw misfit(field, .disabled(place: place))
    }
    return json(definition, values)
  }

  private func json(_ field: RedmineCatalog.Field, _ values: [String]) -> JSONValue {
    [
      "id": .int(field.id),
      "value": field.isMultiple ? .strings(values) : .string(values.first ?? ""),
    ]
  }

  private func format(_ name: String, _ field: RedmineCatalog.Field) -> RedmineFieldFormat {
    RedmineFieldFormat(name: name, field: field, project: ticket.queue) { word in
      catalog.account(word).flatMap { user in
        user.isActive && catalog.projects[ticket.queue]?.members[user.id] != nil ? user.id : nil
      }
    }
  }

  /// Redmine drops the values of such fields and answers 201.
  private func place(without field: RedmineCatalog.Field) -> String? {
    if let tracker = catalog.trackers[ticket.type], !field.trackers.contains(tracker) {
      return "the tracker \"\(ticket.type)\""
    }
    return catalog.projects[ticket.queue]?.fields[field.id] == false ? "the project \"\(ticket.queue)\"" : nil
  }

  private func misfit(_ field: CustomField, _ flaw: RedmineMisfit.Flaw) -> RedmineMisfit {
    RedmineMisfit(field: field.name, values: field.values, flaw: flaw)
  }
}

extension RedmineCatalog {
  /// The account of a login or of an e-mail address.
  func account(_ word: String) -> User? {
    if let user = user(word) { return user }
    guard word.contains("@") else { return nil }
    return users.values.first { $0.email.lowercased() == word.lowercased() }
  }
}
