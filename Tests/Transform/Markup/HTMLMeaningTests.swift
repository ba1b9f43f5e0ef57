import MigrationKit
import Testing

@testable import Transform

/// Elements without which a text says something else.
@Suite struct HTMLMeaningTests {
  @Test(arguments: [
    ("10<sup>6</sup>", "10⁶"), ("m<sup> 2 </sup>", "m ²"), ("CO<sub>2</sub>", "CO₂"),
    ("10<sup>-12</sup>", "10⁻¹²"),
    ("x<sup>n+1</sup>", "xⁿ⁺¹"), ("1<sup>st</sup>", "1ˢᵗ"), ("n<sup>[2]</sup>", "n^[2]"),
    ("n<sup>*</sup>", "n^*"),
    ("1<sup>ère</sup>", "1^(ère)"), ("x<sup>a b</sup>", "x^(a b)"), ("x<sub>Z</sub>", "x_Z"),
    ("a<sup></sup>1", "a1"),
    ("2<sup>2<sup>3</sup></sup>", "2²^3"), ("x<sup>a<sub>1</sub></sup>", "xᵃ_1"), ("<sup>6</sup>", "⁶"),
    ("1<span style='Vertical-Align: Super'>2</span>3", "1²3"),
    ("1<font style='vertical-align:sub'>2</font>", "1₂"),
    ("<p>m<sup>2<p>3", "m²\n\n3"), ("<p>m<sup>2</p>3", "m²\n\n3"), ("<sup>2<sup>", "²"),
    ("</sup>1</sub>2", "12"),
    ("<table><tr><td style='vertical-align:sub'>1<td>a<tr><td>b<td>c</table>", nil),
  ])
  func `what is raised or lowered never reads as if it was not`(html: String, text: String?) {
    for language in [MarkupLanguage.plain, .commonMark] {
      let found = MessageText.from(html: html, .example(language))
      if let text { #expect(found.filter { $0 != "\\" } == text) } else { #expect(!found.contains("₁")) }
    }
  }

  @Test(arguments: [
    ("<b>10<sup>6</sup></b> x", "*10⁶* x", "**10⁶** x"),
    ("<code>x<sup>2</sup></code>", "<code>x²</code>", "`x²`"),
    ("<a href='https://e.com'>H<sub>2</sub>O</a>", "\"H₂O\":https://e.com", "[H₂O](https://e.com)"),
    ("<h2>km<sup>2</sup></h2>", "h2. km²", "## km²"),
    ("<pre>a<sup>2</sup></pre>", "<pre>\na²\n</pre>", "~~~\na²\n~~~"),
  ])
  func `it does so wherever it stands`(html: String, textile: String, markdown: String) {
    #expect(MessageText.from(html: html, .example(.textile)) == textile)
    #expect(MessageText.from(html: html, .example(.markdown)) == markdown)
    #expect(MessageText.from(html: html, .example(.commonMark)) == markdown)
  }

  @Test(arguments: [
    (
      "<table><tr><th>A<th>B<th>C<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>",
      "|_. A |_. B |_. C |\n|/2. 1 | 2 | 3 |\n| 4 | 5 |",
      "| A | B | C |\n|---|---|---|\n| 1 | 2 | 3 |\n|  | 4 | 5 |"
    ),
    (
      "<table><tr><td rowspan=3>1<td>2<tr><td rowspan=0>3<tr></tr><td>4<tr></table>",
      "|/2. 1 | 2 |\n|/2. 3 |\n| 4 |", "| 1 | 2 |\n|---|---|\n|  | 3 |\n| 4 |  |"
    ),
    (
      "<table><tr><td colspan=2 rowspan=2>1<td>2<tr><td>3<tr><td>4<td>5<td>6</table>",
      "|\\2/2. 1 | 2 |\n| 3 |\n| 4 | 5 | 6 |",
      "| 1 |  | 2 |\n|---|---|---|\n|  |  | 3 |\n| 4 | 5 | 6 |"
    ),
    (
      "<table><thead><tr><th rowspan=9>1<th>2<tbody><tr><td>3<td>4</table>", "|_. 1 |_. 2 |\n| 3 | 4 |",
      "| 1 | 2 |\n|---|---|\n| 3 | 4 |"
    ),
    (
      "<table><tr><td>1<td rowspan=1000000>2<td>3<tr><td colspan=3>4<tr><td>5<td>6</table>",
      "| 1 |/3. 2 | 3 |\n| 4 |\n| 5 | 6 |", "| 1 | 2 | 3 |\n|---|---|---|\n| 4 |  |\n| 5 |  | 6 |"
    ),
    (
      "<table><tr><td>1<td><td>2<td rowspan=2>3<tr><td>4</table>", "| 1 | 2 |/2. 3 |\n| 4 | |",
      "| 1 | 2 | 3 |\n|---|---|---|\n| 4 |  |  |"
    ),
    (
      "<table><tr><td>1<td colspan=1000>2<tr><td>3<td>4</table>", "| 1 | 2 |\n| 3 | 4 |",
      "| 1 | 2 |\n|---|---|\n| 3 | 4 |"
    ),
    (
      "<table><tr><td rowspan=2>1<td>2<tr><td> <tr><td>3<td>4</table>", "| 1 | 2 |\n| 3 | 4 |",
      "| 1 | 2 |\n|---|---|\n| 3 | 4 |"
    ),
  ])
  func `cells keep their columns`(html: String, textile: String, markdown: String) {
    #expect(MessageText.from(html: html, .example(.textile)) == textile)
    #expect(MessageText.from(html: html, .example(.commonMark)) == markdown)
  }

  @Test(arguments: [
    (
      "<table><tr><th>A<th>B<th>C<tr><td rowspan=2>1<td>2<td>3<tr><td>4<td>5</table>",
      "A | B | C\n1 | 2 | 3\n| 4 | 5"
    ),
    ("<table><tr><th>A<th>B<th>C<tr><td colspan=2>1<td>2<tr><td><td>3</table>", "A | B | C\n1 |  | 2\n| 3"),
    ("<table><tr><td><td>1<tr><td><td>2</table>", "1\n2"),
  ])
  func `cells keep their columns without markup`(html: String, text: String) {
    #expect(PlainText.from(html: html).text == text)
  }

  @Test(arguments: [
    ("a <s>10</s> b", "a -10- b", "a ~~10~~ b", "a ~~10~~ b"),
    ("a <del>2021-01-05</del> b", "a &#126;~2021-01-05~~ b", "a ~~2021-01-05~~ b", "a ~~2021-01-05~~ b"),
    ("<code><s>x</s></code>", "-x-", "~~x~~", "~~x~~"),
    ("<i style='text-decoration: underline LINE-THROUGH'>x</i>", "_-x-_", "*~~x~~*", "~~x~~"),
    ("<pre>a<s>b</s></pre>", "<pre>\na~~b~~\n</pre>", "~~~\na~~b~~\n~~~", "a~~b~~"),
  ])
  func `what is struck out does not read as valid`(
    html: String, textile: String, markdown: String, plain: String
  ) {
    #expect(MessageText.from(html: html, .example(.textile)) == textile)
    #expect(MessageText.from(html: html, .example(.markdown)) == markdown)
    #expect(MessageText.from(html: html, .example(.plain)) == plain)
  }

  @Test(arguments: [
    ("<ol start=3><li>x<li>y</ol>", "* 3. x\n* 4. y", "- 3\\. x\n- 4\\. y", "3. x\n4. y", "3. x\n4. y"),
    ("<ol type=a><li>x<li>y</ol>", "* a. x\n* b. y", "- a. x\n- b. y", "- a. x\n- b. y", "a. x\nb. y"),
    (
      "<ol reversed start=2><li>x<li>y</ol>", "* 2. x\n* 1. y", "- 2\\. x\n- 1\\. y", "- 2\\. x\n- 1\\. y",
      "2. x\n1. y"
    ),
    (
      "<ol><li>x<li value=9>y</ol>", "* 1. x\n* 9. y", "- 1\\. x\n- 9\\. y", "- 1\\. x\n- 9\\. y",
      "1. x\n9. y"
    ),
    (
      "<ol style='list-style-type:upper-roman' start=4><li>x</ol>", "* IV. x", "- IV. x", "- IV. x", "IV. x"
    ),
    ("<ol type=a start=27><li>x</ol>", "* aa. x", "- aa. x", "- aa. x", "aa. x"),
    ("<ol><li>x<li>y</ol>", "# x\n# y", "1. x\n2. y", "1. x\n2. y", "1. x\n2. y"),
  ])
  func `items keep their numbers`(
    html: String, textile: String, markdown: String, commonMark: String, plain: String
  ) {
    #expect(MessageText.from(html: html, .example(.textile)) == textile)
    #expect(MessageText.from(html: html, .example(.markdown)) == markdown)
    #expect(MessageText.from(html: html, .example(.commonMark)) == commonMark)
    #expect(MessageText.from(html: html, .example(.plain)) == plain)
  }

  @Test(arguments: [
    ("<input type=checkbox checked>a <input type=CHECKBOX>b", "☑ a ☐ b"), ("<input type=radio>a", "○ a"),
    ("<select><option>a<option selected>b</select>", "a\n☑ b"), ("<ruby>漢<rt>kan</ruby>", "漢(kan)"),
    ("<ruby>漢<rp>(<rt>kan<rp>)</ruby>x", "漢(kan)x"), ("<button>a</button><button>b</button>", "a b"),
    ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
    ("<math><msubsup><mi>x</mi><mn>1</mn><mrow><mi>n</mi></mrow></msubsup><mn>5</mn></math>2", "x_1^(n)52"),
    ("<math><msqrt><mi>x</mi></msqrt></math>", "√(x)"), ("<mark>a</mark><main>b</main>", "a\nb"),
  ])
  func `signs are written as text`(html: String, text: String) {
    #expect(MessageText.from(html: html, .example(.plain)) == text)
    #expect(
      MessageText.from(html: html, .example(.commonMark)).filter { $0 != "\\" }.replacing("  \n", with: "\n")
        == text)
  }
}
