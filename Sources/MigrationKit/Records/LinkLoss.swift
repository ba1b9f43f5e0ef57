/// Why a link of the old system is no link of the new one but a line of text at both its ends.
package enum LinkLoss: String, Sendable, CaseIterable {
  case onePerPair = "two tickets have one link, and another one says more"
  case oneParent = "a ticket has one parent"
  case family = "a ticket has no other link to a ticket that it descends from"
  case circle = "it would close a circle of parents, or of tickets that block each other"
  case closedParent = "a closed parent takes no open child"
  case subtaskBetweenQueues = "the target takes no subtasks from that other project"
  case relationBetweenQueues = "the target takes no relations between projects"
}
