/// What the imitation keeps, in the terms of Redmine's own tables.
enum Redmine {
  struct User {
    let id: Int
    var login: String
    var firstName: String
    var lastName: String
    var mail: String
    var isAdmin = false
    var apiKey: String
    /// 1 active, 3 locked.
    var status = 1
    var createdOn: String

    var name: String { "\(firstName) \(lastName)" }
    var isActive: Bool { status == 1 }
  }

  struct Role {
    let id: Int
    let name: String
    /// "all", or "default": everything but the private issues of others.
    let issuesVisibility: String
    let permissions: [String]
  }

  struct Membership {
    let id: Int
    let projectID: Int
    let userID: Int
    var roleIDs: [Int]
  }

  /// Anything that is only a name behind a number: trackers, categories, activities.
  struct Named {
    let id: Int
    let name: String
  }

  struct Project {
    let id: Int
    let identifier: String
    let name: String
    var parentID: Int?
    var categories: [Named] = []
  }

  struct Status {
    let id: Int
    let name: String
    let isClosed: Bool
  }

  struct CustomField {
    let id: Int
    let name: String
    /// Redmine's `field_format`: int, float, string, link, text, list, enumeration, bool, date, user.
    let format: String
    var isFilter = true
    var isSearchable = false
    var isMultiple = false
    var possibleValues: [String] = []
    /// In characters.
    var shortest: Int?
    var longest: Int?
    var pattern = ""

    /// What is shown and what is stored; accounts are not listed.
    var choices: [(label: String, value: String)] {
      switch format {
      case "bool": [("Yes", "1"), ("No", "0")]
      case "enumeration": possibleValues.enumerated().map { ($0.element, String($0.offset + 1)) }
      default: possibleValues.map { ($0, $0) }
      }
    }
  }

  enum FieldValue: Equatable {
    case one(String)
    case many([String])

    var texts: [String] {
      switch self {
      case .one(let text): text.isEmpty ? [] : [text]
      case .many(let texts): texts
      }
    }
  }

  struct Issue: RedmineRow {
    /// 0 until it is stored.
    var id: Int
    var projectID: Int
    var trackerID: Int
    var statusID: Int
    var priorityID: Int?
    let authorID: Int
    var assigneeID: Int?
    var categoryID: Int?
    var versionID: Int?
    var parentID: Int?
    var subject = ""
    var description: String?
    /// "YYYY-MM-DD", like every day here.
    var startDate: String?
    var dueDate: String?
    var doneRatio = 0
    var isPrivate = false
    var estimatedHours: Double?
    var fields: [Int: FieldValue] = [:]
    var createdOn: String
    var updatedOn: String
    var closedOn: String?
    var watcherIDs: [Int] = []
    /// Grows with each change; a change made on an older one is refused.
    var lockVersion = 0
    /// For searches that are behind.
    let bornAt = ContinuousClock.now
  }

  struct Journal: RedmineRow {
    let id: Int
    let issueID: Int
    let userID: Int
    var notes: String?
    var isPrivate = false
    var details: [Detail] = []
    let createdOn: String
  }

  struct Detail {
    let property: String
    let name: String
    var old: String?
    var new: String?
  }

  struct Attachment: RedmineRow {
    let id: Int
    /// Hexadecimal SHA-256 of the bytes.
    let digest: String
    let content: StoredBytes
    /// nil until an issue takes it.
    var issueID: Int?
    let authorID: Int
    var fileName: String
    var contentType: String?
    /// nil until an issue takes it.
    var description: String?
    let createdOn: String

    var token: String { "\(id).\(digest)" }
  }

  struct Relation: RedmineRow {
    /// 0 until it is stored.
    var id: Int
    var fromID: Int
    var toID: Int
    var type: String
    var delay: Int?
  }

  struct TimeEntry: RedmineRow {
    let id: Int
    let issueID: Int
    let userID: Int
    let activityID: Int
    let hours: Double
    let comments: String?
    let spentOn: String
    let createdOn: String
  }
}
