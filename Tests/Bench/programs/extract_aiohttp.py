"""aiohttp, with a semaphore for all requests together: what somebody writes who has read about it."""

import asyncio

import aiohttp

import tracker

options = tracker.arguments()


class Source:
    def __init__(self, session):
        self.session = session
        self.turns = asyncio.Semaphore(options.at_once)

    async def get(self, path, **parameters):
        async with self.turns:
            tracker.count_request()
            async with self.session.get(f"{options.url}/REST/2.0/{path}", params=parameters) as response:
                response.raise_for_status()
                return await response.json()

    async def rows(self, path, kind, enough=float("inf"), **others):
        rows, number = [], 1
        while len(rows) < enough:
            page = await self.get(path, **tracker.page_parameters(kind, number, **others))
            rows += page["items"]
            if number >= int(float(page["pages"])):
                break
            number += 1
        return rows

    async def extract(self, id):
        ticket, history, attachments = await asyncio.gather(
            self.get(f"ticket/{id}"), self.rows(f"ticket/{id}/history", "history"),
            self.rows(f"ticket/{id}/attachments", "attachments"))
        record = {"ticket": ticket, "history": history, "attachments": attachments}
        await asyncio.gather(*[self.attachment(attachment) for attachment in tracker.wanted(record)])
        tracker.save_ticket(options.output, id, record)

    async def attachment(self, id):
        tracker.save_attachment(options.output, id, await self.get(f"attachment/{id}"))


async def main():
    connector = aiohttp.TCPConnector(limit=options.at_once)
    headers = {"Authorization": f"token {options.token}"}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        source = Source(session)
        rows = await source.rows("tickets", "tickets", options.tickets, query="id > 0", orderby="id")
        ids = [row["id"] for row in rows[: options.tickets]]
        # As many tickets at once as requests: all of them would ask for all tickets before the first file.
        waiting = iter(ids)

        async def work():
            for id in waiting:
                await source.extract(id)

        await asyncio.gather(*[work() for _ in range(options.at_once)])
    tracker.report(len(ids))


asyncio.run(main())
