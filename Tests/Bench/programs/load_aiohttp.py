"""aiohttp, with a semaphore for all requests together."""

import asyncio

import aiohttp

import target

options = target.arguments()


class Redmine:
    def __init__(self, session):
        self.session = session
        self.turns = asyncio.Semaphore(options.at_once)

    async def send(self, method, path, **words):
        async with self.turns:
            target.count_request()
            async with self.session.request(method, options.url + path, **words) as response:
                response.raise_for_status()
                return None if response.status == 204 else await response.json()

    async def upload(self, attachment):
        answer = await self.send(
            "POST", "/uploads.json", params=target.upload_parameters(attachment),
            data=target.content(options, attachment), headers={"Content-Type": "application/octet-stream"})
        return answer["upload"]["token"]

    async def uploads(self, files):
        return target.uploads(files, await asyncio.gather(*[self.upload(file) for file in files]))

    async def load(self, ticket):
        first, others = target.first_and_others(ticket)
        body = target.issue(ticket, first["text"], await self.uploads(first.get("attachments", [])))
        number = (await self.send("POST", "/issues.json", json=body))["issue"]["id"]
        for article in others:
            body = target.note(article, await self.uploads(article.get("attachments", [])))
            await self.send("PUT", f"/issues/{number}.json", json=body)


async def main():
    tickets = target.tickets(options)
    waiting = iter(tickets)
    connector = aiohttp.TCPConnector(limit=options.at_once)
    headers = {"X-Redmine-API-Key": options.key}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        redmine = Redmine(session)

        async def work():
            for ticket in waiting:
                await redmine.load(ticket)

        await asyncio.gather(*[work() for _ in range(options.at_once)])
    target.report(len(tickets))


asyncio.run(main())
