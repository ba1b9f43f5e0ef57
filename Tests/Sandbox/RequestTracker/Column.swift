import Foundation
import MigrationKit

/// The imitation's records live in here, so that the imitation of another system may use the same words.
enum RequestTracker {
  /// What RT is told its own address is. It need not be the address a client calls, so links are no guide.
  static let webBase = "http://rt.example.test"
  static let restBase = webBase + "/REST/2.0"
  /// The organization in RT's own link addresses.
  static let organization = "rt.example.test"
}

extension RequestTracker {
  /// One column of a record: what a search compares, and what `fields=` shows.
  indirect enum Column: Sendable {
    /// Never set. Shown as "" in lists, left out of a single record.
    case null
    case text(String)
    case number(Int)
    /// Seconds since 1970; 0 is RT's "not set", and shown as 1970.
    case instant(Int)
    /// A date that was never set: 1970 in lists, left out of a single record.
    case noInstant
    case record(any Record)
    case records([any Record])
    /// Columns of their own, by name.
    case group([(name: String, column: Column)])
    case json(JSONValue)
    /// Asking for it ends in 500 with an empty body.
    case fatal
  }

  /// A row of RT's database, as its REST interface sees it.
  protocol Record: Sendable {
    /// The `type` in lists and the folder in addresses: "ticket".
    static var kind: String { get }
    var id: Int { get }
    /// The `id` in lists and references: the number, but a user's name.
    var handle: String { get }
    /// By which a search for what refers to it knows it.
    var searchNames: [String] { get }
    /// Columns of `GET /<kind>/<id>`, beside `id`.
    static var columns: [String] { get }
    /// Nil when RT does not know the name.
    func column(_ name: String, in archive: Archive) -> Column?
    /// The column as searches compare it.
    func searchColumn(_ name: String, in archive: Archive) -> Column?
    /// The column as `GET /<kind>/<id>` shows it.
    func ownColumn(_ name: String, in archive: Archive) -> Column?
    func hyperlinks(in archive: Archive) -> [JSONValue]
    func isVisible(to login: Login, in archive: Archive) -> Bool
  }
}

extension RequestTracker.Record {
  var handle: String { String(id) }

  var searchNames: [String] { [String(id), handle] }

  var address: String { "\(RequestTracker.restBase)/\(Self.kind)/\(handle)" }

  /// The three members by which every list and every reference names a record.
  var reference: [JSONValue.Member] {
    [
      .init("id", .string(handle)), .init("type", .string(Self.kind)), .init("_url", .string(address)),
    ]
  }

  var selfLink: JSONValue {
    [
      "ref": "self", "type": .string(Self.kind), "id": .int(id),
      "_url": .string("\(RequestTracker.restBase)/\(Self.kind)/\(id)"),
    ]
  }

  func searchColumn(_ name: String, in archive: RequestTracker.Archive) -> RequestTracker.Column? {
    column(name, in: archive)
  }

  func ownColumn(_ name: String, in archive: RequestTracker.Archive) -> RequestTracker.Column? {
    column(name, in: archive)
  }

  func hyperlinks(in archive: RequestTracker.Archive) -> [JSONValue] { [selfLink] }
}

/// RT's form of a moment: UTC, to the second.
func restDate(_ seconds: Int) -> String {
  Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601)
}
