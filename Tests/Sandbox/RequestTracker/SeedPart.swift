extension RequestTracker {
  /// One part of a message that is to be put into the imitation: text, a file, or parts that hold others.
  struct SeedPart {
    var contentType: String
    /// As the sender wrote it. RT stores only what stands behind the last slash.
    var name: String?
    /// What a file says it is written in; the text of a message always says UTF-8.
    var charset: String?
    /// Nil for a part that only holds others.
    var content: Content?
    var headers: [String] = []
    var parts: [SeedPart] = []

    static func text(_ text: String) -> SeedPart {
      SeedPart(contentType: "text/plain", content: .bytes(Array(text.utf8)))
    }

    static func html(_ text: String) -> SeedPart {
      SeedPart(contentType: "text/html", content: .bytes(Array(text.utf8)))
    }

    static func file(
      _ name: String, _ contentType: String, charset: String? = nil, _ content: [UInt8]
    ) -> SeedPart {
      SeedPart(contentType: contentType, name: name, charset: charset, content: .bytes(content))
    }

    /// A text file as it is stored when it came in a mail: as UTF-8, with a note of what it was written in.
    static func mailedFile(_ name: String, writtenIn encoding: String, _ text: String) -> SeedPart {
      var part = file(name, "text/plain", charset: "utf-8", Array(text.utf8))
      part.headers = ["X-RT-Original-Encoding: \(encoding)"]
      return part
    }

    /// An image that the HTML beside it shows by `cid:`.
    static func inline(_ name: String, id: String, _ contentType: String, _ content: [UInt8]) -> SeedPart {
      SeedPart(
        contentType: contentType, name: name, content: .bytes(content), headers: ["Content-ID: <\(id)>"])
    }

    static func mixed(_ parts: SeedPart...) -> SeedPart {
      SeedPart(contentType: "multipart/mixed", parts: parts)
    }
    static func related(_ parts: SeedPart...) -> SeedPart {
      SeedPart(contentType: "multipart/related", parts: parts)
    }
    static func alternative(_ parts: SeedPart...) -> SeedPart {
      SeedPart(contentType: "multipart/alternative", parts: parts)
    }

    /// Another mail, forwarded as it is: RT keeps its parts as children of a row without content.
    static func message(_ subject: String, from sender: String, _ part: SeedPart) -> SeedPart {
      var inner = part
      inner.headers += [
        "From: \(sender)", "Subject: \(subject)",
        "Message-ID: <forwarded-\(subject.count)@mail.example.test>",
      ]
      return SeedPart(contentType: "message/rfc822", parts: [inner])
    }
  }
}

extension RequestTracker.SeedPart {
  /// The name as RT stores it.
  var storedName: String? { name.map { $0.split(separator: "/").last.map(String.init) ?? $0 } }

  /// The header lines RT keeps with the part.
  var headerText: String {
    (headers + contentHeaders + ["Content-Length: \(content?.byteCount ?? 0)"]).joined(separator: "\n")
  }

  /// As RT keeps them: names escaped, long lines folded, and the field's name in small letters for text.
  private var contentHeaders: [String] {
    if let name {
      let kind = headers.contains { $0.hasPrefix("Content-ID:") } ? "inline" : "attachment"
      let type = contentType + (charset.map { "; charset=\($0)" } ?? "")
      return [
        parameter("name", name, of: "Content-Type: \(type)"),
        parameter("filename", name, of: "Content-Disposition: \(kind)"), "Content-Transfer-Encoding: base64",
      ]
    }
    if contentType.hasPrefix("text/") {
      return ["content-type: \(contentType); charset=\"utf-8\"", "X-RT-Original-Encoding: utf-8"]
    }
    if contentType.hasPrefix("message/") {
      return ["Content-Type: \(contentType)", "X-RT-Original-Encoding: ascii"]
    }
    return [parameter("boundary", "----------=_1673251200-12018-10", of: "Content-Type: \(contentType)")]
  }

  private func parameter(_ name: String, _ value: String, of field: String) -> String {
    let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let space = field.count + value.count > 60 ? "\n " : " "
    return "\(field);\(space)\(name)=\"\(escaped)\""
  }
}

/// Bytes without any meaning, the same at each run: Knuth's linear congruential generator.
func patternBytes(count: Int, seed: UInt64) -> [UInt8] {
  var state = seed
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return UInt8(truncatingIfNeeded: state >> 56)
  }
}
