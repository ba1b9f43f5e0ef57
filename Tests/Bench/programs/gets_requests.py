"""Fetches addresses into files: `requests`, one session, twenty threads."""

import os
import sys
from multiprocessing.pool import ThreadPool

import requests
from requests.adapters import HTTPAdapter

AT_ONCE = 20
addresses, token, folder = open(sys.argv[1]).read().split(), sys.argv[2], sys.argv[3]
session = requests.Session()
session.mount("http://", HTTPAdapter(pool_maxsize=AT_ONCE))
session.headers["Authorization"] = f"token {token}"


def fetch(number):
    response = session.get(addresses[number], timeout=60)
    response.raise_for_status()
    with open(os.path.join(folder, str(number)), "wb") as file:
        file.write(response.content)


with ThreadPool(AT_ONCE) as pool:
    pool.map(fetch, range(len(addresses)), chunksize=1)
