import Testing

@testable import MigrationKit

@Suite struct LinkRulesTests {
  /// "root" holds "one" and "two", "one" holds "leaf"; "other" stands apart.
  private static func rules(_ reach: SubtaskReach?) -> LinkRules {
    var rules = LinkRules()
    rules.subtaskReach = reach
    rules.parentQueues = ["one": "root", "two": "root", "leaf": "one"]
    return rules
  }

  @Test(
    arguments: [
      (nil, []), (SubtaskReach.sameQueue, []), (.descendants, ["root → leaf"]),
      (.hierarchy, ["root → leaf", "leaf → root"]),
      (.tree, ["root → leaf", "leaf → root", "two → leaf"]),
      (.system, ["root → leaf", "leaf → root", "two → leaf", "other → leaf"]),
    ] as [(SubtaskReach?, [String])])
  func `how far a parent may be from its child depends on the tree of projects`(
    reach: SubtaskReach?, allowed: [String]
  ) {
    let rules = Self.rules(reach)
    let pairs = [("root", "leaf"), ("leaf", "root"), ("two", "leaf"), ("other", "leaf")]
    #expect(
      pairs.filter { rules.mayBeParent(in: $0.0, ofChildIn: $0.1) }.map { "\($0.0) → \($0.1)" } == allowed)
    #expect(rules.mayBeParent(in: "leaf", ofChildIn: "leaf"))
  }

  @Test func `a circle of projects, which a server never has, ends nevertheless`() {
    var rules = Self.rules(.tree)
    rules.parentQueues["root"] = "leaf"
    #expect(!rules.mayBeParent(in: "other", ofChildIn: "leaf"))
  }

  @Test(
    arguments: [
      (["Closed"], "Closed", "New", false), (["Closed"], "Closed", "Closed", true),
      (["Closed"], "New", "Closed", true), (["Closed", "Done"], "Done", "Closed", true),
      (nil, "Closed", "New", true),
    ] as [(Set<String>?, String, String, Bool)])
  func `a closed parent takes no open child`(
    closed: Set<String>?, parent: String, child: String, isAllowed: Bool
  ) {
    var rules = LinkRules()
    rules.closedStates = closed
    #expect(rules.mayBeParent(withState: parent, ofChildWithState: child) == isAllowed)
  }

  @Test func `they are written and read, what is not known left out`() throws {
    var rules = Self.rules(.tree)
    (rules.closedStates, rules.relatesQueues) = (["Done", "Closed"], false)
    for rules in [rules, LinkRules()] {
      #expect(try LinkRules(json: JSONDocument(rules.json.text).root) == rules)
    }
    #expect(LinkRules().json.text == #"{"queues":[]}"#)
  }

  @Test func `what is chosen counts before what was found`() {
    var chosen = LinkRules()
    #expect(Self.rules(.tree).with(chosen) == Self.rules(.tree))
    (chosen.relatesQueues, chosen.subtaskReach) = (true, .system)
    let rules = Self.rules(.tree).with(chosen)
    #expect(rules.relatesQueues == true && rules.subtaskReach == .system && rules.parentQueues.count == 3)
  }
}
