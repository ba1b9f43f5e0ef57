/// Time that someone spent on a ticket (time entry, worklog, time record).
package struct TimeEntry: JSONRecord, Hashable {
  /// The old system's id of it: the transaction it was booked with. With it the entry is found again.
  package var id: String
  package var person: Person
  /// More than 0.
  package var minutes: Int
  /// YYYY-MM-DD, UTC.
  package var day: String
  /// What the entry says of itself; it holds the id, so that the entry is found again after a crash.
  package var note: String

  package init(id: String, person: Person, minutes: Int, day: String, note: String) {
    self.id = id
    self.person = person
    self.minutes = minutes
    self.day = day
    self.note = note
  }

  package init(json: JSONNode) throws {
    id = try json.string("id")
    person = try Person(json: json.required("person") { $0 })
    minutes = try json.int("minutes")
    day = try json.string("day")
    note = try json.string("note")
  }

  package var json: JSONValue {
    [
      "id": .string(id), "person": person.json, "minutes": .int(minutes), "day": .string(day),
      "note": .string(note),
    ]
  }
}
