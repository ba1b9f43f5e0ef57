"""The tables of docs/performance.md and its chart, between marks; what people have written around them stays."""

import os
import platform
import re
import subprocess
from importlib.metadata import version
from pathlib import Path

import chart
import targets
from measuring import REPOSITORY
from results import Results
from targets import figure

PACKAGES = ["requests", "aiohttp", "orjson", "dlt", "rt", "python-redmine"]
DOCUMENT, CHART = REPOSITORY / "docs/performance.md", REPOSITORY / "docs/performance.svg"


def write(only_printed=False):
    results = Results()
    sections = {
        "machine": machine(results), "targets": target_table(results), "story": story(results), "gets": gets(results),
        "real": real(results), "transform": transform(results), "big": big(results), "limits": limits(results),
    }
    if only_printed:
        print("\n\n".join(sections.values()))
        return
    DOCUMENT.write_text(filled(DOCUMENT.read_text(), sections))
    CHART.write_text(chart.svg(charted(results)))


def filled(text, sections):
    for name, content in sections.items():
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        if not marked.search(text):
            raise SystemExit(f"bench: {DOCUMENT} has no place for {name}")
        text = marked.sub(lambda match: match[1] + content + "\n" + match[2], text)
    return text


def table(head, rows):
    """Markdown; numbers to the right, all but the first column."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|--:" * (len(head) - 1) + "|"]
    return "\n".join(lines + ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows])


def cell(value):
    if value is None:
        return "–"
    return value if isinstance(value, str) else figure(value)


def machine(results):
    processor = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) / 1e6
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return "\n".join([
        f"- {os.cpu_count()} cores of {processor[1] if processor else platform.machine()}, {memory:.0f} GB, "
        f"Linux {platform.release()}",
        f"- {said('swift', '--version')}; commit {said('git', '-C', str(REPOSITORY), 'rev-parse', '--short', 'HEAD')}",
        f"- Python {platform.python_version()}, {packages}; {said('jq', '--version')}; "
        f"{said('wrk', '-v').split(' [')[0]}",
        "- `make bench`; all requests over loopback",
        *stolen(results),
    ])


def stolen(results):
    """Of a virtual machine's time its host may give some to others: then nothing measured is what it could be."""
    shares = {part: results.median(part, "stolen") for part in results.rows}
    words = ", ".join(f"{part} {100 * share:.1f} %" for part, share in shares.items() if share is not None)
    return [f"- the processors' time that a host gave to other machines, in half of the rows at most: {words}"] if words else []


def said(*command):
    """The first line that says a version."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.stdout.strip().splitlines()[0]


def target_table(results):
    return table(["what", "at least / at most", "reached", ""], [target.cells for target in targets.targets(results)])


def story(results):
    head = [
        "", "tickets/s", "requests/s", "requests a ticket", "share of the limit", "requests a CPU-s", "CPU s",
        "server CPU s", "peak MB"]
    rows = {}
    for latency, at_once, half, program in results.groups("story", "latency", "at_once", "half", "program"):
        row = story_row(results, dict(latency=latency, at_once=at_once, half=half, program=program))
        rows.setdefault(f"**{half}, {latency} ms, {at_once} at once**", []).append(row)
    return "\n\n".join(f"{title}\n\n{table(head, lines)}" for title, lines in rows.items())


def story_row(results, case):
    def median(column):
        return results.median("story", column, **case)

    tickets, share = median("tickets"), median("efficiency")
    return [
        f"{case['program']} ({median('threads'):.0f})", median("tickets_per_second"), median("requests_per_second"),
        median("requests") / tickets if tickets else None, f"{100 * share:.1f} %", median("requests_per_cpu"),
        median("cpu"), median("server_cpu"), median("peak_mb")]


def columns(results, part, names, shown):
    """A row for each group of values of these columns, with the medians of the others."""
    rows = []
    for group in results.groups(part, *names):
        medians = [results.median(part, column, **dict(zip(names, group))) for column in shown.values()]
        rows.append([*group, *medians])
    return table([*names, *shown], rows)


def gets(results):
    return columns(results, "gets", ["program"], {
        "files a CPU-s": "files_per_cpu", "files/s": "files_per_second", "requests": "requests", "CPU s": "cpu",
        "peak MB": "peak_mb"})


def real(results):
    return columns(results, "real", ["half", "program"], {
        "tickets": "tickets", "tickets/s": "tickets_per_second", "seconds": "seconds", "requests": "requests",
        "server CPU s": "server_cpu", "CPU s": "cpu", "peak MB": "peak_mb"})


def transform(results):
    return columns(results, "transform", ["source", "program"], {
        "MB/s": "megabytes_per_second", "tickets/s": "tickets_per_second", "CPU s": "cpu", "peak MB": "peak_mb"})


def big(results):
    return columns(results, "big", ["case", "stage"], {
        "seconds": "seconds", "tickets/s": "tickets_per_second", "CPU s": "cpu", "server CPU s": "server_cpu",
        "peak MB": "peak_mb"})


def limits(results):
    rows = []
    for headers, in results.groups("limits", "headers"):
        row = results.select("limits", headers=headers)[-1]
        rows.append([
            headers, row["answers"], f"{100 * row['used']:.1f} %", row["refused"],
            f"{100 * row['refused_share']:.2f} %", row["refused_first"]])
    return table(["headers", "answers", "of the limit used", "429", "share of 429", "429 while learning"], rows)


def charted(results):
    def bars(part, column, **wanted):
        found = []
        for program, in results.groups(part, "program"):
            value = results.median(part, column, program=program, **wanted)
            if value and program != "wrk":
                found.append((program, value, program.startswith("ours")))
        return found

    story = dict(column="tickets_per_second", latency=20, at_once=20)
    groups = [
        ("extract, 20 ms, 20 at once", "tickets/s", bars("story", half="extract", **story)),
        ("load, 20 ms, 20 at once", "tickets/s", bars("story", half="load", **story)),
        ("files that a CPU-second brings", "files", bars("gets", "files_per_cpu")),
        ("extract from a real Request Tracker", "tickets/s", bars("real", "tickets_per_second", half="extract")),
        ("load into a real Redmine", "tickets/s", bars("real", "tickets_per_second", half="load, postgresql")),
        ("transform of raw records", "MB/s", bars("transform", "megabytes_per_second", source="sandbox")),
    ]
    return [group for group in groups if group[2]]
