import MigrationKit

/// `redirects.nginx` and `redirects.apache`: old number → new address, for the web server that takes the old system's
/// place. Both are configuration, so only what cannot end a word or a string there gets into them.
struct RedirectMaps {
  private var nginx: RecordWriter
  private var apache: RecordWriter

  init(_ folder: DataFolder.Loaded) throws(FileError) {
    nginx = try RecordWriter(folder.nginxRedirects)
    apache = try RecordWriter(folder.apacheRedirects)
    try nginx.append(text: Self.nginxOpening)
    try apache.append(text: Self.apacheOpening)
  }

  /// Leaves out ids that are no plain numbers or keys, and addresses that are not of the web.
  mutating func add(_ id: SourceID<Ticket>, to url: String) throws(FileError) {
    guard let id = Self.key(id.text), let url = Self.address(url) else { return }
    try nginx.append(text: "  \"\(id)\" \"\(url)\";\n")
    try apache.append(text: "\(id) \(url)\n")
  }

  mutating func finish() throws(FileError) {
    try nginx.append(text: "}\n")
    try nginx.finish()
    try apache.finish()
  }

  /// ngx_http_map_module: a key may be a word with a meaning of its own, or begin a pattern; those are no tickets' ids.
  static func key(_ id: String) -> String? {
    let isPlain = id.utf8.allSatisfy {
      isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    let hasMeaning = ["default", "include", "hostnames", "volatile"].contains(id.lowercased())
    return isPlain && !hasMeaning && id.utf8.first.map(isLetterOrDigit) == true ? id : nil
  }

  /// An address of the web, percent-encoded but for RFC 3986's own characters; `$` begins a variable in nginx, which
  /// knows no way to write it.
  static func address(_ url: String) -> String? {
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else { return nil }
    let kept = Set("-._~:/?#[]@!&()*+,;=%".utf8)
    return url.utf8.reduce(into: "") { text, byte in
      if isLetterOrDigit(byte) || kept.contains(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"):
      true
    default: false
    }
  }

  private static let nginxOpening = """
    # Old links keep working: include this file in nginx's "http" (raise map_hash_max_size for many tickets), and in the
    # "server" of the old name: location = /Ticket/Display.html { if ($new_ticket) { return 301 $new_ticket; } return 404; }
    map $arg_id $new_ticket {

    """

  private static let apacheOpening = """
    # Old links keep working: in Apache's virtual host of the old name, RewriteEngine on, RewriteMap tickets "txt:/path/of/this/file",
    # RewriteCond %{QUERY_STRING} "(?:^|&)id=([0-9A-Za-z_-]+)", RewriteCond ${tickets:%1} "(.+)", RewriteRule "^/Ticket/Display\\.html$" "%1" [R=301,QSD,NE,L]

    """
}
