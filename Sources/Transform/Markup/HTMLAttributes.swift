/// The attributes of a tag. They are few, and mostly one is asked for or two: looking through them costs less than a
/// dictionary.
struct HTMLAttributes: Equatable, ExpressibleByDictionaryLiteral {
  private struct Attribute: Equatable {
    let name: String
    let value: String
  }

  private var all: [Attribute] = []

  init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { add(name, value) }
  }

  /// The value of the first one of this name.
  subscript(name: String) -> String? { all.first { $0.name == name }?.value }

  mutating func add(_ name: String, _ value: String) { all.append(Attribute(name: name, value: value)) }
}
