/// Someone who wrote, asked, owns or watches (user, requester, contact, agent).
package struct Person: JSONRecord, Hashable {
  package var name: String
  package var email: String?
  /// The login in the target that stands for this person; nil when only the name is kept, in the text.
  package var login: String?

  package init(name: String, email: String? = nil, login: String? = nil) {
    self.name = name
    self.email = email
    self.login = login
  }

  package init(json: JSONNode) throws {
    name = try json.string("name")
    email = try json.optional("email", \.string)
    login = try json.optional("login", \.string)
  }

  package var json: JSONValue {
    .members([
      "name": .string(name), "email": email.map { .string($0) }, "login": login.map { .string($0) },
    ])
  }

  /// "Anna Åkesson <anna@example.com>", the way mail programs write it.
  package var signature: String {
    guard let email, email != name else { return name }
    return name.isEmpty ? email : "\(name) <\(email)>"
  }
}
