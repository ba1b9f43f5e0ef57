import MigrationKit

/// A file that stands in a text itself, as a `data:` address.
struct EmbeddedFile: Equatable, Sendable {
  let file: ExtractedAttachment
  let bytes: [UInt8]
}

/// The files that the HTML of one message holds in its addresses, each once however often it is shown.
struct EmbeddedFiles {
  private let ticket: SourceID<Ticket>
  private(set) var all: [EmbeddedFile] = []
  /// The place in `all` of the file that an address holds.
  private var places: [String: Int] = [:]
  private var placeOfHash: [String: Int] = [:]

  init(of ticket: SourceID<Ticket>) {
    self.ticket = ticket
  }

  /// The file that each address holds.
  var byAddress: [String: ExtractedAttachment] { places.mapValues { all[$0].file } }

  /// - Parameter part: the number of the part of a message that the HTML is: the files are named by it.
  mutating func add(from html: String, part: String) {
    guard html.holdsDataAddress else { return }
    var tokenizer = HTMLTokenizer(html)
    var count = 0
    while let token = tokenizer.next() {
      guard case .start(let name, let attributes) = token else { continue }
      for address in HTMLPlaces.addresses(of: name, attributes) where DataAddress.isOne(address) {
        add(address, name: attributes["download"]?.cleanLine ?? "", part, &count)
      }
    }
  }

  private mutating func add(_ address: String, name: String, _ part: String, _ count: inout Int) {
    guard places[address] == nil, let data = DataAddress(address) else { return }
    let hash = SHA256.hex(of: data.bytes)
    if let place = placeOfHash[hash] {
      places[address] = place
      return
    }
    count += 1
    let id = "\(data.mediaType.hasPrefix("image/") ? "picture" : "file")-\(part)-\(count)"
    places[address] = all.count
    placeOfHash[hash] = all.count
    all.append(
      EmbeddedFile(
        file: ExtractedAttachment(
          ticket: ticket, id: id, name: name.isEmpty ? id + Attachment.ending(of: data.mediaType) : name,
          mediaType: data.mediaType, byteCount: data.bytes.count, sha256: hash),
        bytes: data.bytes))
  }
}

extension String {
  /// Whether "data:" is anywhere in it, in any case.
  fileprivate var holdsDataAddress: Bool {
    withBytes { bytes in
      var colon = bytes.end(of: UInt8(ascii: ":"), from: 0)
      while colon < bytes.count {
        if colon >= 4, zip(bytes[(colon - 4)..<colon], "data".utf8).allSatisfy({ $0 | 0x20 == $1 }) {
          return true
        }
        colon = bytes.end(of: UInt8(ascii: ":"), from: colon + 1)
      }
      return false
    }
  }
}
