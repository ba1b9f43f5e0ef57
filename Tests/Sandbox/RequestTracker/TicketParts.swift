import MigrationKit

extension RequestTracker {
  /// One value of a custom field of a ticket.
  struct CustomFieldValue: Sendable {
    let id: Int
    let field: CustomField
    /// The text; an image's file name.
    let content: String
    var contentType: String?
    var image: [UInt8] = []
    let created: Int

    var json: JSONValue {
      guard field.type == .image else { return .string(content) }
      return [
        "filename": .string(content), "content_type": .string(contentType ?? ""),
        "_url": .string("\(restBase)/download/cf/\(id)"),
      ]
    }
  }

  struct Link: Sendable {
    enum Relation: String, Sendable {
      case dependsOn = "DependsOn"
      case memberOf = "MemberOf"
      case refersTo = "RefersTo"

      /// The `ref` at the one end and at the other.
      var refs: (base: String, target: String) {
        switch self {
        case .dependsOn: ("depends-on", "depended-on-by")
        case .memberOf: ("parent", "child")
        case .refersTo: ("refers-to", "referred-to-by")
        }
      }

      /// The `Field` of the transaction at the other end.
      var reverse: String {
        switch self {
        case .dependsOn: "DependedOnBy"
        case .memberOf: "HasMember"
        case .refersTo: "ReferredToBy"
        }
      }
    }

    enum End: Sendable {
      case ticket(Int)
      case address(String)
    }

    let ref: String
    let end: End

    var json: JSONValue {
      switch end {
      case .ticket(let id):
        [
          "ref": .string(ref), "type": "ticket", "id": .string(String(id)),
          "_url": .string("\(restBase)/ticket/\(id)"),
        ]
      case .address(let address): ["ref": .string(ref), "type": "external", "_url": .string(address)]
      }
    }
  }
}
