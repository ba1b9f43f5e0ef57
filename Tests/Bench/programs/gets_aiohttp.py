"""Fetches addresses into files: aiohttp, twenty at once."""

import asyncio
import os
import sys

import aiohttp

AT_ONCE = 20
addresses, token, folder = open(sys.argv[1]).read().split(), sys.argv[2], sys.argv[3]
waiting = iter(range(len(addresses)))


async def work(session):
    for number in waiting:
        async with session.get(addresses[number]) as response:
            response.raise_for_status()
            content = await response.read()
        with open(os.path.join(folder, str(number)), "wb") as file:
            file.write(content)


async def main():
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector, headers={"Authorization": f"token {token}"}) as session:
        await asyncio.gather(*[work(session) for _ in range(AT_ONCE)])


asyncio.run(main())
