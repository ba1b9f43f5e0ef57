/// The page's only script: it searches the tickets that stand in the page as data. It puts text into the page as text,
/// never as markup, and needs no network.
enum ReportScript {
  static let source: HTML = #"""
    "use strict";
    addEventListener("DOMContentLoaded", () => {
      const search = document.getElementById("search");
      if (!search) return;
      const body = document.getElementById("rows");
      const found = document.getElementById("found");
      const more = document.getElementById("more");
      const format = new Intl.NumberFormat("en");
      const step = 50;
      let data, byNumber, hits = [], shown = 0;

      // Read when it is needed first, so that opening the page does not wait for it.
      const read = () => {
        if (data) return;
        data = JSON.parse(document.getElementById("data").textContent);
        byNumber = new Map(data.rows.map((row) => [row[0], row]));
        data.words = data.rows.map((row) => (row[0] + " " + row[1] + " " + row[2]).toLowerCase());
      };
      const address = (given, id, start) => given === null || !id ? null : given || (start ? start + id : null);
      const cell = (text, name) => {
        const element = document.createElement("td");
        if (name) element.className = name;
        element.textContent = text;
        return element;
      };
      const link = (text, url) => {
        if (!url || !/^https?:\/\//i.test(url)) return document.createTextNode(text || "–");
        const element = document.createElement("a");
        element.href = url;
        element.rel = "noreferrer";
        element.textContent = text;
        return element;
      };
      const linked = (text, url) => {
        const element = cell("", "number");
        element.append(link(text, url));
        return element;
      };
      const draw = (row) => {
        const [id, newID, subject, fate, oldURL, newURL] = row;
        const line = document.createElement("tr");
        const words = cell(data.fates[fate], data.attention[fate] ? "attention" : "");
        const survivor = byNumber.get((/^merged into (\S+)$/.exec(subject) || [])[1]);
        if (survivor && survivor[1]) {
          words.append(", now ", link(survivor[1], address(survivor[5], survivor[1], data.new)));
        }
        line.append(linked(id, address(oldURL, id, data.old)), linked(newID, address(newURL, newID, data.new)),
          cell(subject, "words"), words);
        return line;
      };
      const show = () => {
        const next = hits.slice(shown, shown + step);
        body.append(...next.map((position) => draw(data.rows[position])));
        shown += next.length;
        more.hidden = shown >= hits.length;
        found.textContent = format.format(shown) + " of " + format.format(hits.length)
          + (search.value ? " that match" : " tickets");
      };
      const look = () => {
        read();
        const wanted = search.value.trim().toLowerCase().replace(/^#/, "");
        const rank = (row) => row[0] === wanted ? 0 : row[1] === wanted ? 1 : 2;
        hits = [];
        data.words.forEach((words, position) => { if (words.includes(wanted)) hits.push(position); });
        // Whoever types a whole number wants that ticket first.
        const exact = hits.filter((position) => rank(data.rows[position]) < 2)
          .sort((left, right) => rank(data.rows[left]) - rank(data.rows[right]));
        if (exact.length) hits = exact.concat(hits.filter((position) => rank(data.rows[position]) === 2));
        shown = 0;
        body.replaceChildren();
        show();
      };
      let waiting;
      search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(look, 120); });
      more.addEventListener("click", () => { read(); if (!hits.length) look(); else show(); });
      search.hidden = false;
      more.hidden = body.rows.length < 25;
    });
    """#
}
