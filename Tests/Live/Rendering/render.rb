# Shows texts as Redmine shows them at an issue: run in Redmine's own environment by `rendered-mails`.
#
# Reads a JSON array of {language, text} from standard input and writes one of {html, mentions}; mentions are
# the logins whom Redmine would notify. What surrounds the issue is made to be linked to by accident: issues 1 to
# 20, a wiki page, a document, a version, revisions… All of it is rolled back: the database stays as it is.
require '/usr/share/redmine/config/environment'
require 'json'

PICTURES = (54..59)
TICKETS = JSON.parse(ENV.fetch('TICKETS'))

def saved(record)
  record.save!(validate: false)
  record
end

def surroundings(project)
  author = User.current
  page = saved(WikiPage.new(wiki: project.wiki || saved(Wiki.new(project: project, start_page: 'Start')), title: 'Start'))
  saved(WikiContent.new(page: page, text: 'text', author: author))
  saved(Document.new(id: 1, project: project, title: 'Title', category: DocumentCategory.first))
  version = Version.find_by(id: 1) || Version.new(id: 1)
  version.assign_attributes(project: project, name: '1.0')
  saved(version)
  board = saved(Board.new(id: 1, project: project, name: 'Help', description: 'Help'))
  saved(Message.new(id: 1, board: board, subject: 'Message', author: author, content: 'text'))
  saved(News.new(id: 1, project: project, title: 'x', author: author, description: 'text'))
  repository = saved(Repository::Subversion.new(project: project, url: 'file:///nowhere', is_default: true))
  %w[1 3 12 17].each do |revision|
    saved(Changeset.new(repository: repository, revision: revision, scmid: 'abc1234', committed_on: Time.now, commit_date: Date.today))
  end
end

def issue(project, id)
  saved(Issue.find_by(id: id) || Issue.new(id: id, project: project, tracker: Tracker.first, author: User.current,
    status: IssueStatus.first, priority: IssuePriority.first, subject: "Issue #{id}"))
end

# Shown without being read: the file need not exist.
def picture(issue, number)
  saved(Attachment.new(container: issue, filename: "image-#{number}.png", disk_filename: 'none', author: User.current,
    content_type: 'image/png', filesize: 1))
end

def page
  IssuesController.new.tap do |controller|
    controller.request = ActionDispatch::TestRequest.create('HTTP_HOST' => 'redmine.example.test')
    controller.response = ActionDispatch::TestResponse.new
  end.view_context
end

def rendered(text, language, view, issue)
  Setting.singleton_class.define_method(:text_formatting) { language == 'plain' ? '' : language }
  issue.description = text
  {
    html: view.textilizable(issue, :description, attachments: issue.attachments.to_a),
    mentions: issue.send(:scan_for_mentioned_users, text).reject(&:blank?)
  }
rescue StandardError => fault
  { html: "<pre>#{fault.class}</pre>", mentions: [] }
end

ActiveRecord::Base.transaction do
  User.current = User.find_by!(login: 'admin')
  project = Project.find_by!(identifier: 'support')
  project.enabled_module_names = Redmine::AccessControl.available_project_modules
  surroundings(project)
  (1..20).each { |id| issue(project, id) }
  TICKETS.each_value { |id| issue(project, id) }
  shown = issue(project, 900)
  PICTURES.each { |number| picture(shown, number) }
  shown = Issue.find(shown.id)
  view = page
  $stdout.write(JSON.generate(JSON.parse($stdin.read).map { |item| rendered(item['text'], item['language'], view, shown) }))
  raise ActiveRecord::Rollback
end
