import MigrationKit

extension RedmineCatalog {
  /// The catalog as it will be once the accounts that the mapping asks for are made or unlocked, for a plan.
  func expecting(_ needs: TargetNeeds) -> RedmineCatalog {
    var catalog = knowing(needs.accounts)
    for (position, account) in needs.accounts.enumerated() {
      let known = catalog.user(account.login)
      let user = User(
        id: known?.id ?? PlanNumbers.standIn(position), login: known?.login ?? account.login,
        name: account.name,
        email: account.email, isActive: true, isAdmin: known?.isAdmin ?? false)
      catalog.users[account.login.lowercased()] = user
      guard let role = needs.role.flatMap({ roles[$0] }) else { continue }
      for queue in needs.vocabulary.queues(of: account.login)
      where catalog.projects[queue]?.members[user.id] == nil {
        catalog.projects[queue]?.members[user.id] = Member([role])
      }
    }
    return catalog
  }
}
