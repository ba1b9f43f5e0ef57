/// How the page looks: calm, one column, colour only where something needs attention; light, dark and on paper.
enum ReportStyle {
  static let source: HTML = #"""
    :root {
      color-scheme: light dark;
      --ink: #1c1e21; --quiet: #62676d; --line: #dcdfe3; --ground: #ffffff; --soft: #f4f5f7; --bar: #8b949e;
      --attention: #b3261e; --attention-ground: #fbeceb; --link: #1f4f8f;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --ink: #e4e6e9; --quiet: #9aa1a9; --line: #33383e; --ground: #16181b; --soft: #1f2226; --bar: #6d7680;
        --attention: #ff8a80; --attention-ground: #3a1f1d; --link: #8fb8ee;
      }
    }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body {
      margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 62rem; background: var(--ground); color: var(--ink);
      font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
      overflow-wrap: anywhere;
    }
    h1 { font-size: 1.75rem; line-height: 1.25; margin: 0 0 .25rem; font-weight: 650; }
    h2 { font-size: 1.25rem; margin: 0 0 1rem; font-weight: 650; }
    h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; font-weight: 600; }
    section { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line); }
    a { color: var(--link); text-underline-offset: .15em; }
    p { margin: .25rem 0 .75rem; }
    .way { margin: 0; }
    .quiet { color: var(--quiet); font-weight: 400; }
    .fine { color: var(--quiet); }
    .attention, .matters a { color: var(--attention); }
    .matters {
      margin: 1.25rem 0 0; padding: .75rem 1rem .75rem 2rem; background: var(--attention-ground); border-radius: .5rem;
    }
    code { font: .875em/1.4 ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; }
    .number, .big, .count, .id, dd { font-variant-numeric: tabular-nums; }
    .stages { list-style: none; margin: 0; padding: 0; display: grid; gap: 1rem; grid-template-columns: repeat(4, 1fr); }
    .stages > li { background: var(--soft); border-radius: .5rem; padding: .875rem 1rem; }
    .stages h3 { margin: 0; font-size: .875rem; color: var(--quiet); font-weight: 600; }
    .stages p { margin: 0; font-size: .875rem; }
    .stages .big { font-size: 1.75rem; line-height: 1.25; font-weight: 650; }
    .stages ul { list-style: none; margin: .5rem 0 0; padding: 0; font-size: .8125rem; color: var(--quiet); }
    .stages strong { color: var(--attention); font-weight: 600; }
    .stages .ahead { color: var(--quiet); }
    .totals { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .5rem 1rem; margin: 0 0 1rem; }
    .totals dt { font-size: .8125rem; color: var(--quiet); }
    .totals dd { margin: 0; font-size: 1.25rem; font-weight: 600; }
    .wide { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: .9375rem; }
    table.narrow { width: auto; min-width: 18rem; max-width: 100%; }
    th, td { text-align: left; vertical-align: top; padding: .375rem .75rem .375rem 0; border-bottom: 1px solid var(--line); }
    th:last-child, td:last-child { padding-right: 0; }
    th { font-size: .8125rem; font-weight: 600; color: var(--quiet); white-space: nowrap; }
    th.number, td.number { text-align: right; white-space: nowrap; }
    td.number { overflow-wrap: normal; }
    td.words { unicode-bidi: plaintext; }
    .picture { width: 30%; min-width: 5rem; vertical-align: middle; }
    .id { white-space: nowrap; }
    ul.plain, ol.plain { list-style: none; margin: 0; padding: 0; }
    .plain li { padding: .25rem 0; }
    .plain .id { display: inline-block; min-width: 4rem; font-weight: 600; }
    .cause { margin-bottom: 1.5rem; break-inside: avoid; }
    .cause h3 { margin-bottom: .25rem; }
    .cause td { min-width: 4.5rem; }
    .hint { font-size: .9375rem; }
    .bar { display: block; width: 100%; height: .375rem; margin: .375rem 0 0; fill: var(--bar); border-radius: 2px; }
    td.picture .bar { margin: .5rem 0 0; }
    .bar .ground { fill: var(--line); }
    .columns-of-tables { display: grid; grid-template-columns: repeat(2, 1fr); gap: 0 2.5rem; }
    figure { margin: 0 0 1rem; }
    svg.columns { display: block; width: 100%; height: 11rem; fill: var(--bar); border-bottom: 1px solid var(--line); }
    .scale, .axis { margin: 0; font-size: .8125rem; color: var(--quiet); }
    .axis { display: flex; justify-content: space-between; padding-top: .25rem; }
    summary { cursor: pointer; color: var(--quiet); font-size: .9375rem; }
    .search label { display: block; font-size: .875rem; color: var(--quiet); }
    input, button { font: inherit; color: inherit; background: var(--soft); border: 1px solid var(--line); border-radius: .375rem; }
    input { width: 100%; max-width: 28rem; padding: .5rem .75rem; }
    button { padding: .375rem .875rem; cursor: pointer; }
    [hidden] { display: none; }
    @media (max-width: 44rem) {
      body { padding: 1.25rem 1rem 3rem; }
      h1 { font-size: 1.375rem; }
      .stages { grid-template-columns: repeat(2, 1fr); gap: .75rem; }
      .columns-of-tables { grid-template-columns: 1fr; }
      .picture { display: none; }
      table { font-size: .875rem; }
      td.words { min-width: 10rem; }
    }
    @media print {
      :root { color-scheme: light; --ink: #000; --ground: #fff; --soft: #fff; --quiet: #444; --line: #bbb; --bar: #777; --attention: #a00; --attention-ground: #fff; --link: #000; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      section { break-inside: auto; margin-top: 1.25rem; padding-top: .75rem; }
      .stages > li, .matters { border: 1px solid var(--line); }
      tr, .stages > li { break-inside: avoid; }
      .search, .more { display: none; }
      .wide { overflow: visible; }
      a { text-decoration: none; }
    }
    """#
}
