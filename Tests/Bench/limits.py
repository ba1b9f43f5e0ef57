"""A server that takes ten requests a second and answers 429 to the rest, with and without words about it."""

from concurrent.futures import ThreadPoolExecutor

from measuring import Rows
from recording import Recording
from sandbox import PORT, Migration, Sandbox
from sizes import size
from story import flags

RATE = 10
SHAPE = {"--articles": 1, "--files": 1, "--file-bytes": 512}
# Of each hundred tickets we ask some thirty requests: more than can be asked in the time.
TICKETS_A_REQUEST = 4
HEADERS = ["none", "retry-after", "retry-date", "x-ratelimit", "x-ratelimit-epoch", "ratelimit"]
SECONDS = size(240, 25)
"""What comes before is for learning."""
LEARNING = size(60, 10)


def main():
    rows = Rows("limits")
    # Side by side: ten requests a second are no work for anybody.
    with ThreadPoolExecutor(len(HEADERS)) as pool:
        for row in pool.map(measure, HEADERS):
            rows.add(**row)


def measure(headers):
    port = PORT + 10 + 2 * HEADERS.index(headers)
    migration = Migration(f"limits-{headers}").forget("extracted")
    migration.unlearn()
    tickets = RATE * SECONDS * TICKETS_A_REQUEST
    with Sandbox(*flags(tickets, SHAPE, rate_limit=f"{RATE}/s", rate_headers=headers), port=port) as servers:
        with Recording(servers["RT_URL"]) as recording:
            migration.point({**servers.environment, "RT_URL": recording.address})
            migration.run("extract", interrupt_after=SECONDS).expect(0, 130)
            answers = recording.lines()
    return {"headers": headers, **judged(answers)}


def judged(answers):
    start = answers[0]["at"] + LEARNING
    # Interrupted then, the program only ends what it has begun.
    end = min(answers[0]["at"] + SECONDS, answers[-1]["at"]) - 2
    later = [answer for answer in answers if start <= answer["at"] < end]
    refused = sum(answer["status"] == 429 for answer in later)
    seconds = end - start
    return {
        "seconds": seconds, "answers": len(later), "refused": refused, "refused_first": sum(
            answer["status"] == 429 for answer in answers if answer["at"] < start),
        "used": (len(later) - refused) / (RATE * seconds), "refused_share": refused / max(1, len(later)),
    }
