import Foundation

/// Why an address cannot be a server's. It never repeats the address: there may be a password in it.
package struct AddressError: Error, Equatable, CustomStringConvertible {
  package let description: String
}

/// Scheme, host, port and path prefix of a server, without a slash at the end: "https://rt.example.com/rt".
struct ServerAddress: Sendable {
  let text: String
  let origin: Origin

  init(_ address: String) throws(AddressError) {
    guard let parts = URLComponents(string: address, encodingInvalidCharacters: false),
      let origin = Origin(parts)
    else {
      throw AddressError(
        description: "the url is not a whole http or https address; write it like https://tickets.example.com"
      )
    }
    guard parts.user == nil, parts.password == nil else {
      throw AddressError(
        description: "the url has a login in it; take it out and use token: or user: and password:")
    }
    guard parts.query == nil, parts.fragment == nil else {
      throw AddressError(description: "the url has a ? or # in it; end it before that")
    }
    self.origin = origin
    text = String(address.reversed().drop { $0 == "/" }.reversed())
  }
}
