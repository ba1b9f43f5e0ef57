import Testing

@testable import MigrationKit
@testable import Transform

@Suite struct DataAddressTests {
  @Test(arguments: [
    ("data:image/png;base64,aGVsbG8=", "image/png", "hello"),
    ("DATA:Image/PNG;charset=x;BASE64,aGVsbG8", "image/png", "hello"),
    ("data:image/png; base64 , aGVs\n  bG8 =\t", "image/png", "hello"),
    ("data:image/png;base64,aGVsbG8%3D", "image/png", "hello"),
    ("data:a/b;base64,Pz8_Pj4-", "a/b", "???>>>"), ("data:a/b;base64,Pz8/Pj4+", "a/b", "???>>>"),
    ("data:image/svg+xml;utf8,<svg a='#1'/>", "image/svg+xml", "<svg a='#1'/>"),
    ("data:image/svg+xml,%3Csvg/%3E", "image/svg+xml", "<svg/>"),
    ("data:,a%20b%2", "text/plain", "a b%2"), ("data:text/csv,a,b", "text/csv", "a,b"),
    ("data:;base64,R0lGODlh", "image/gif", "GIF89a"), ("data:image/*,%50%4E%47", "image/*", "PNG"),
    ("data:application/octet-stream,%25PDF-1", "application/pdf", "%PDF-1"),
    ("data:image/jpeg;base64,R0lGODlh", "image/jpeg", "GIF89a"),
  ])
  func `every way to write a file as an address is read`(address: String, type: String, text: String) throws {
    let data = try #require(DataAddress(address))
    #expect(data.mediaType == type)
    #expect(String(decoding: data.bytes, as: UTF8.self) == text)
  }

  @Test(arguments: [
    "data:image/png;base64,", "data:image/png;base64, \n", "data:image/png;base64,=", "data:,",
    "data:image/png",
    "data:image/png;base64,a", "data:image/png;base64,aGVs*G8=", "data:image/png;base64,aG=VsbG8",
    "data:image/png;base64,äöü=", "data:", "date:image/png,x", "",
  ])
  func `what is broken or empty is no file`(address: String) {
    #expect(DataAddress(address) == nil)
  }

  @Test func `millions of bytes are read`() throws {
    let data = try #require(DataAddress("data:image/png;base64," + String(repeating: "AAAA", count: 1 << 20)))
    #expect(data.bytes.count == 3 << 20)
  }
}

@Suite struct EmbeddedFilesTests {
  private func files(in html: String...) -> EmbeddedFiles {
    var files = EmbeddedFiles(of: SourceID("5"))
    for (number, html) in html.enumerated() { files.add(from: html, part: "\(number + 7)") }
    return files
  }

  @Test func `a file is there once however often it is written, and numbered by its part`() {
    let files = files(
      in:
        "<img src='data:image/png;base64,YQ=='> <img src=\"data:image/png,a\"> <a href='data:text/csv,b'>b</a>",
      "<img src='data:image/png;base64,YQ'> <img src='data:image/jpg,c'> <img src='data:image/x-odd,d'>")
    #expect(files.all.map(\.file.id) == ["picture-7-1", "file-7-2", "picture-8-1", "picture-8-2"])
    #expect(
      files.all.map(\.file.name) == ["picture-7-1.png", "file-7-2.csv", "picture-8-1.jpg", "picture-8-2"])
    #expect(files.all[0].file.sha256 == SHA256.hex(of: Array("a".utf8)))
    #expect(files.all.map(\.bytes) == ["a", "b", "c", "d"].map { Array($0.utf8) })
    #expect(files.byAddress.count == 6)
  }

  @Test(arguments: [
    ("<a href='data:text/csv,b' download='Zahlen 1.csv'>b</a>", "Zahlen 1.csv"),
    ("<div style=\"background : URL(x) url( 'data:image/gif,a' ) no-repeat\">", "picture-7-1.gif"),
    ("<td background=data:image/gif,a>", "picture-7-1.gif"),
    ("<v:imagedata src='data:image/gif,a'/>", "picture-7-1.gif"),
    ("<input type=image src=' data:image/gif,a '>", "picture-7-1.gif"),
    ("<object data='data:application/pdf,a'>", "file-7-1.pdf"),
    ("<IMG SRC=DATA:image/gif,a>", "picture-7-1.gif"),
    ("<video poster='data:image/bmp,a'>", "picture-7-1.bmp"), ("<a href='data:,a'>", "file-7-1.txt"),
  ])
  func `it is found wherever it stands`(html: String, name: String) {
    #expect(files(in: html).all.map(\.file.name) == [name])
  }

  @Test(arguments: [
    "<img src='data:image/gif,a' width=1 height=1>", "the data: image/png,a",
    "<img src='data:image/png;base64,?'>",
    "<!-- <img src='data:image/gif,a'> -->", "<img src='data:image/gif,a' data-src='https://x.test/b.png'>",
  ])
  func `what nobody sees is none`(html: String) {
    #expect(files(in: html).all.isEmpty)
  }
}
