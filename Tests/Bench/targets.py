"""What was to be reached, and what was. A target is never moved: one that is not reached says so."""

from dataclasses import dataclass

from results import ratio


@dataclass
class Target:
    what: str
    wanted: float
    reached: float | None
    unit: str = "×"
    """Lower is better."""
    is_limit: bool = False

    @property
    def verdict(self):
        if self.reached is None:
            return "not measured"
        holds = self.reached <= self.wanted if self.is_limit else self.reached >= self.wanted
        return "reached" if holds else "**not reached**"

    @property
    def cells(self):
        sign = "≤" if self.is_limit else "≥"
        reached = "–" if self.reached is None else figure(self.reached) + self.space + self.unit
        return [self.what, f"{sign} {figure(self.wanted)}{self.space}{self.unit}", reached, self.verdict]

    @property
    def space(self):
        return " " if self.unit else ""


def figure(number):
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def targets(results):
    return (
        efficiency(results) + against_programs(results) + per_cpu(results) + real_servers(results)
        + transforming(results) + memory(results) + limits(results) + starting(results))


def ours(results, half, latency, at_once, column):
    """With what the first run has learned."""
    return results.median("story", column, program="ours, again", half=half, latency=latency, at_once=at_once)


CASES = [(20, 20, 95), (20, 64, 90), (100, 256, 85)]


def efficiency(results):
    return [
        line for latency, at_once, wanted in CASES for half in ("extract", "load")
        for line in efficiency_at(results, half, latency, at_once, wanted)
    ]


def efficiency_at(results, half, latency, at_once, wanted):
    """By the requests we need, and by those that the story's programs need for the same tickets."""
    case = f"{half}, {latency} ms, {at_once} at once"
    share = percent(ours(results, half, latency, at_once, "efficiency"))
    theirs = dict(program="threads", half=half, latency=latency, at_once=at_once)
    requests = ratio(results.median("story", "requests", **theirs), results.median("story", "tickets", **theirs))
    most = ratio(at_once / latency * 1000, requests)
    return [
        Target(f"{case}: share of N·latency/concurrency", wanted, share, "%"),
        Target("the same with N of the story's programs", wanted,
               percent(ratio(ours(results, half, latency, at_once, "tickets_per_second"), most)), "%"),
    ]


def percent(share):
    return None if share is None else 100 * share


def against_programs(results):
    """In tickets, which is what people wait for, and in requests, where our fewer ones for a ticket do not count."""
    return [
        line for half in ("extract", "load") for unit in ("tickets", "requests")
        for line in against_programs_in(results, half, unit)
    ]


def against_programs_in(results, half, unit):
    def rate(program):
        return results.median("story", f"{unit}_per_second", program=program, half=half, latency=20, at_once=20)

    same = rate("ours, again")
    best = max(ours(results, half, 20, at_once, f"{unit}_per_second") or 0 for at_once in (20, 64)) or None
    return [
        Target(f"{half} against `ThreadPool(20)`, 20 ms, 20 at once, in {unit}", 1.5, ratio(same, rate("threads"))),
        Target(f"{half} against the same at our best concurrency, in {unit}", 5, ratio(best, rate("threads"))),
        Target(f"{half} against the serial script, 20 at once, in {unit}", 19, ratio(same, rate("serial"))),
    ]


def per_cpu(results):
    def rate(program):
        return results.median("gets", "files_per_cpu", program=program)

    return [
        Target("files a CPU-second, against `requests`", 15, ratio(rate("ours"), rate("requests"))),
        Target("files a CPU-second, against aiohttp", 2.5, ratio(rate("ours"), rate("aiohttp"))),
    ]


def real_servers(results):
    def value(column, program):
        return results.median("real", column, program=program, half="extract")

    return [
        Target("extract from Request Tracker, against `rt` in a `ThreadPool(20)`", 3,
               ratio(value("tickets_per_second", "ours"), value("tickets_per_second", "rt"))),
        Target("CPU of Request Tracker, against the same", 0.333,
               ratio(value("server_cpu", "ours"), value("server_cpu", "rt")), is_limit=True),
    ] + [loading(results, half) for half, in results.groups("real", "half") if half != "extract"]


def loading(results, half):
    def rate(program):
        return results.median("real", "tickets_per_second", program=program, half=half)

    replays = [program for program, in results.groups("real", "program") if program.startswith("replay")]
    best = max(filter(None, map(rate, replays)), default=None)
    return Target(f"{half}, into Redmine, against the best number of plain clients with the same calls", 95,
                  percent(ratio(rate("ours"), best)), "%")


def transforming(results):
    def speed(program, source):
        return results.median("transform", "megabytes_per_second", program=program, source=source)

    lines = []
    for source in [source for source, in results.groups("transform", "source")] or ["sandbox"]:
        one = speed("ours, 1 core", source)
        lines += [
            Target(f"transform against `jq -c .`, one core, MB/s, tickets of {source}", 3,
                   ratio(one, speed("jq -c .", source))),
            Target(f"transform on two cores, tickets of {source}", 1.7, ratio(speed("ours, 2 cores", source), one)),
        ]
    return lines


def memory(results):
    lines = []
    for stage, wanted in ("extract", 150), ("transform", 200), ("load", 150):
        for case, in results.groups("big", "case"):
            peak = results.median("big", "peak_mb", stage=stage, case=case)
            lines.append(Target(f"peak memory of {stage}, {case}", wanted, peak, "MB", is_limit=True))
    return lines


def limits(results):
    lines = []
    for headers, in results.groups("limits", "headers"):
        lines += [
            Target(f"10 requests a second allowed, headers {headers}: share used", 95,
                   percent(results.median("limits", "used", headers=headers)), "%"),
            Target(f"the same: answers 429 after the first minute", 1,
                   percent(results.median("limits", "refused_share", headers=headers)), "%", is_limit=True),
        ]
    return lines


def starting(results):
    return [
        Target(f"{stage}: start to first request", 50, results.median("start", "milliseconds", stage=stage), "ms",
               is_limit=True)
        for stage in ("extract", "load")
    ]
