import Testing

@testable import Transform

@Suite struct PathTreeTests {
  private func path(_ steps: [String], in tree: inout PathTree) -> PathTree.Path {
    steps.reduce(PathTree.root) { path, step in
      step.hasPrefix("[")
        ? tree.path(below: path, .kind, String(step.dropFirst())) : tree.path(below: path, .member, step)
    }
  }

  @Test func `a path is spelled from its steps`() {
    var tree = PathTree()
    let steps = [
      ["ticket"], ["ticket", "Subject"], ["ticket", "CustomFields", "[A.b", "_url"], ["ticket", "", "["],
    ]
    let paths = steps.map { path($0, in: &tree) }
    #expect(
      paths.map { tree.texts[$0] } == [
        "ticket", "ticket.Subject", "ticket.CustomFields[A.b]._url", "ticket.[]",
      ])
  }

  @Test func `the same steps lead to the same path, whatever came between and in whatever order`() {
    var tree = PathTree()
    let names = (0..<20).map { "name \($0)" }
    let first = names.map { path(["a", $0], in: &tree) }
    #expect(Set(first).count == 20)
    #expect(names.reversed().map { path(["a", $0], in: &tree) } == first.reversed())
    #expect(names.map { path(["b", $0], in: &tree) } != first)
    #expect(names.map { path(["a", $0], in: &tree) } == first)
  }

  @Test func `a member and a kind of one name are two paths`() {
    var tree = PathTree()
    #expect(path(["a", "id"], in: &tree) != path(["a", "[id"], in: &tree))
    #expect(tree.texts.suffix(2) == ["a.id", "a[id]"])
  }
}
