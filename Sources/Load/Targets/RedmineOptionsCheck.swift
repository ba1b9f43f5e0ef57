import MigrationKit

/// What stands between a server and what only the configuration asks for: a field for the date of creation, time
/// entries, accounts. Pure, from the catalog alone.
struct RedmineOptionsCheck {
  let catalog: RedmineCatalog
  let needs: TargetNeeds

  /// Each a sentence with the cause and what to do.
  var faults: [String] { createdFaults + timeFaults + accountFaults }

  var notes: [String] {
    guard !needs.accounts.isEmpty, let role = needs.role else { return [] }
    return RedmineAccountNotes(catalog, needs, role: role).sentences
  }

  private var createdFaults: [String] {
    guard let name = needs.created else { return [] }
    guard let field = catalog.fields[name] else {
      return [
        "there is no custom field \"\(name)\" for issues; make one in Administration, Custom fields, Issues (format "
          + "Date), or correct target.created"
      ]
    }
    guard ["date", "string", "text"].contains(field.format), !field.isMultiple else {
      return [
        "the field \"\(name)\" of target.created has the format \(field.format); it must be Date or Text"
      ]
    }
    return places(without: field).map {
      "the field \"\(name)\" of target.created is not enabled \($0); enable it there"
    }
  }

  private func places(without field: RedmineCatalog.Field) -> [String] {
    let trackers = needs.vocabulary.types.filter { type, count in
      count > 0 && catalog.trackers[type].map { !field.trackers.contains($0) } == true
    }
    let projects = catalog.projects.filter { $0.value.fields[field.id] == false }
    return trackers.keys.sorted().map { "for the tracker \"\($0)\"" }
      + projects.keys.sorted().map { "in the project \"\($0)\"" }
  }

  private var accountFaults: [String] {
    guard !needs.accounts.isEmpty else { return [] }
    let refused = RefusedAccounts(needs.accounts, in: catalog.knowing(needs.accounts).state)
    return roleFaults + (refused.isEmpty ? [] : ["\(refused)"])
  }

  private var roleFaults: [String] {
    guard let name = needs.role else {
      return [
        "mapping.people asks for \(grouped(needs.accounts.count)) accounts, but target.role does not say which role they "
          + "get where they write"
      ]
    }
    guard let role = catalog.roles[name] else {
      let known = catalog.roles.keys.sorted().joined(separator: ", ")
      return ["there is no role \"\(name)\" (there are: \(known)); correct target.role, or add it in Redmine"]
    }
    return ["add_issues", "add_issue_notes"].filter { !role.permissions.contains($0) }.map {
      "the role \"\(name)\" of target.role lacks the permission \($0), so authors could not be kept; grant it"
    } + ownerFaults(name, role)
  }

  private func ownerFaults(_ name: String, _ role: RedmineCatalog.Role) -> [String] {
    let logins = Set(needs.accounts.map { $0.login })
    let isNeeded = needs.vocabulary.owners.values.contains { !logins.isDisjoint(with: $0.keys) }
    guard isNeeded, !role.isAssignable else { return [] }
    return [
      "issues cannot be assigned to the role \"\(name)\" of target.role, but some of its accounts own tickets; tick that "
        + "in Administration, Roles"
    ]
  }

  private var timeFaults: [String] {
    guard let activity = needs.activity else { return [] }
    var faults: [String] = []
    if catalog.activities[activity] == nil {
      let known = catalog.activities.keys.sorted().joined(separator: ", ")
      faults.append(
        "there is no activity \"\(activity)\" for time entries (there are: \(known)); correct target.activity, or add it "
          + "in Administration, Enumerations")
    }
    let without = catalog.projects.filter { !$0.value.modules.contains("time_tracking") }.keys.sorted()
    return faults
      + without.map {
        "the project \"\($0)\" has no time tracking; enable that module in its settings, or leave target.activity out"
      }
  }
}
