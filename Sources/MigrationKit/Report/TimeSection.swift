/// When the tickets were created.
struct TimeSection {
  let tickets: TicketFacts

  /// More columns than this are no picture any more.
  private static let most = 180

  var html: HTML {
    guard tickets.months.total > 0 else { return "" }
    let columns = columns
    let unit = columns.first?.name.count == 4 ? "year" : "month"
    let years = byYear.map { year -> HTML in
      "<tr><td>\(year.name)</td><td class=\"number\">\(year.count)</td></tr>"
    }
    return """
      <section id="time">
      <h2>Tickets by \(unit) of creation</h2>
      \(Bars.columns(columns, words: "Tickets by \(unit), \(columns.first?.name ?? "") to \(columns.last?.name ?? "")"))
      <details><summary>By year, in numbers</summary>
      <table class="narrow"><thead><tr><th>Year</th><th class="number">Tickets</th></tr></thead>\
      <tbody>\(years)</tbody></table></details>
      </section>
      """
  }

  /// Every month of the years from the first to the last; every year where those are too many; or only years that have
  /// tickets.
  private var columns: [(name: String, count: Int)] {
    let months = tickets.months.counts.keys.compactMap(Self.number)
    guard let first = months.min(), let last = months.max() else { return [] }
    let (start, end) = (first / 12 * 12, last / 12 * 12 + 11)
    if end - start < Self.most {
      return (start...end).map { month in
        let name = Self.name(month)
        return (name, tickets.months.counts[name] ?? 0)
      }
    }
    let counts = Dictionary(uniqueKeysWithValues: byYear.map { ($0.name, $0.count) })
    guard last / 12 - first / 12 < Self.most else { return Array(byYear.prefix(Self.most)) }
    return (first / 12...last / 12).map { year in
      let name = String(Self.name(year * 12).prefix(4))
      return (name, counts[name] ?? 0)
    }
  }

  private var byYear: [(name: String, count: Int)] {
    var years: [String: Int] = [:]
    for (month, count) in tickets.months.counts { years[String(month.prefix(4)), default: 0] += count }
    return years.map { ($0.key, $0.value) }.sorted { $0.name < $1.name }
  }

  /// Months since the year 0; nil for what is no month.
  private static func number(_ month: String) -> Int? {
    let parts = month.split(separator: "-").compactMap { Int($0) }
    return parts.count == 2 && month.utf8.count == 7 ? parts[0] * 12 + parts[1] - 1 : nil
  }

  private static func name(_ number: Int) -> String {
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    return "\(padded(number / 12, 4))-\(padded(number % 12 + 1, 2))"
  }
}
