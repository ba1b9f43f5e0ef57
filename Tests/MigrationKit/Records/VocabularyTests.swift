import MigrationKit
import Testing

@Suite struct VocabularyTests {
  private func ticket(_ id: String, state: String, logins: [String]) -> Ticket {
    let people = logins.map { Person(name: $0, login: $0) }
    return Ticket(
      id: SourceID(id), url: "", queue: "support", type: "Bug", state: state, priority: "Low", subject: "s",
      author: Person(name: "nobody's"), owner: people.first, watchers: people, created: "",
      fields: [CustomField(name: "K", values: ["1", "2"])], articles: [])
  }

  @Test func `a name counts once a ticket, however it was counted`() {
    let tickets = [
      ticket("1", state: "New", logins: ["b", "a"]), ticket("2", state: "New", logins: ["a"]),
      ticket("3", state: "Closed", logins: []),
    ]
    var whole = Vocabulary()
    tickets.forEach { whole.count($0) }
    var parts = Vocabulary()
    for ticket in tickets.reversed() {
      var one = Vocabulary()
      one.count(ticket)
      parts.merge(one)
    }
    #expect(parts == whole)
    #expect(whole.logins["a"] == 2)
    #expect(
      whole.json.text == """
        {"queues":{"support":3},"types":{"Bug":3},"states":{"Closed":1,"New":2},"priorities":{"Low":3},\
        "fields":{"K":3},"logins":{"a":2,"b":1},"owners":{"support":{"a":1,"b":1}},"authors":{}}
        """)
  }
}
