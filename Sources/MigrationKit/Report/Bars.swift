/// Pictures of numbers, drawn as SVG. The words beside them are text of the page, so that they stay readable at any
/// width and to those who do not see the picture.
enum Bars {
  /// A bar as part of a table's row; its number stands in the row.
  static func bar(_ value: Int, of most: Int) -> HTML {
    let width = most > 0 ? max(value > 0 ? 1 : 0, Int((Double(value) / Double(most) * 1000).rounded())) : 0
    return """
      <svg class="bar" viewBox="0 0 1000 8" preserveAspectRatio="none" aria-hidden="true">\
      <rect class="ground" width="1000" height="8"/><rect width="\(plain: width)" height="8"/></svg>
      """
  }

  /// Columns side by side, with the first and the last name below and the greatest number above.
  static func columns(_ values: [(name: String, count: Int)], words: String) -> HTML {
    let most = values.map(\.count).max() ?? 0
    guard most > 0, let first = values.first, let last = values.last else { return "" }
    let width = max(1, 1000 / values.count)
    let columns = values.enumerated().map { position, value -> HTML in
      let height = Int((Double(value.count) / Double(most) * 200).rounded(.up))
      return """
        <rect x="\(plain: position * width)" y="\(plain: 200 - height)" width="\(plain: max(1, width * 4 / 5))" \
        height="\(plain: height)"><title>\(value.name): \(value.count)</title></rect>
        """
    }
    return """
      <figure>
      <p class="scale">at most \(most)</p>
      <svg class="columns" viewBox="0 0 \(plain: width * values.count) 200" preserveAspectRatio="none" role="img" \
      aria-label="\(words)">\(columns)</svg>
      <p class="axis"><span>\(first.name)</span><span>\(last.name)</span></p>
      </figure>
      """
  }
}
