"""The whole life cycle page by page: clients in processes of their own against the real server."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median

from bench import lifecycle, profiling, serving
from bench.browser import Browser, Line, Send, form_of
from bench.table import Report
from bench.timing import Act, OpenClient, rate

CLIENTS = lifecycle.CLIENTS
ROUNDS = 3
_THING = f"/things/{lifecycle.OFFER}/"
_UUID = r"[0-9a-f-]{36}"


def sign_in(send: Send, username: str) -> Browser:
    """A browser in which this demo login is signed in."""
    browser = Browser(send)
    page = browser.get("/demo/logins/", "demo logins").text
    found = re.search(
        rf'name="user" value="({_UUID})"(?:(?!</form>).)*?"meta">{username}<', page, re.DOTALL
    )
    if found is None:
        raise RuntimeError(f"no demo login {username}")
    browser.post("/demo/logins/", {"user": found[1], "next": ""}, "demo logins")
    browser.took.clear()
    return browser


def life_cycle(citizen: Browser, officer: Browser) -> None:
    """From the guide to the result in hand; every answer of a form is followed to its page."""
    draft = _begin(citizen)
    number, case = _hand_in(citizen, draft)
    _decide(officer, case)
    citizen.get(f"/affairs/{number}/", "status")


def _begin(citizen: Browser) -> str:
    citizen.get(_THING, "guide")
    for key, answer in lifecycle.ANSWERS.items():
        citizen.get(f"{_THING}questions/{key}/", "question")
        citizen.post(f"{_THING}questions/{key}/", {"answer": answer}, "question, sent")
    citizen.get(f"{_THING}checklist/", "checklist")
    started = citizen.post("/apply/start/", {"offer_code": lifecycle.OFFER}, "begin, sent")
    citizen.get(started.location, "draft")
    return started.location


def _hand_in(citizen: Browser, draft: str) -> tuple[str, str]:
    """Fill in and sign; the number of the application and the id of its case."""
    form = form_of(citizen.get(f"{draft}form/", "form").text, "sheet")
    onward = citizen.post(f"{draft}form/", {**form, **lifecycle.FORM, "do": "next"}, "form, sent")
    signature = form_of(citizen.get(onward.location, "sign").text, "sign")
    signed = citizen.post(onward.location, {**signature, "promise": "1"}, "sign, sent")
    receipt = citizen.get(signed.location, "receipt").text
    number = _found(r"/affairs/(\w[^/\"]+)/", receipt)
    status = citizen.get(f"/affairs/{number}/", "status").text
    return number, _found(rf"/clock/({_UUID})/", status)


def _decide(officer: Browser, case: str) -> None:
    officer.get("/desk/", "desk")
    page = officer.get(f"/desk/{case}/", "case").text
    for values in _acts():
        if "last_seq" in values:
            values["last_seq"] = _found(r'name="last_seq" value="(\d+)"', page)
        sent = officer.post(f"/desk/{case}/act/", values, "act of an officer, sent")
        page = officer.get(sent.location, "case").text


def _acts() -> list[dict[str, str]]:
    verdicts = [
        {"action": "verdict", "material": each, "verdict": "ok"} for each in lifecycle.BY_HAND
    ]
    return [
        {"action": "accept"},
        {"action": "claim", "last_seq": ""},
        *verdicts,
        {"action": "opinion", "step": "review", "opinion": lifecycle.OPINION},
        {"action": "decide", "outcome": "approve", "reason": "", "last_seq": ""},
    ]


def _found(pattern: str, page: str) -> str:
    found = re.search(pattern, page)
    if found is None:
        raise RuntimeError(f"nothing like {pattern} on the page")
    return found[1]


def through_pages(port: int, citizens: list[str]) -> OpenClient:
    """Clients with two browsers each: a citizen of their own, and the one officer."""

    @contextmanager
    def opened(number: int) -> Iterator[Act]:
        citizen = sign_in(Line(port), citizens[number])
        officer = sign_in(Line(port), lifecycle.OFFICER)
        yield lambda: life_cycle(citizen, officer)

    return opened


def report(dsn: str, citizens: list[str], *, rounds: int = ROUNDS, seconds: float = 4.0) -> Report:
    """One client and 16; in each round the frozen script runs right before the pages."""
    rows = []
    with serving.server() as port:
        for clients in (1, CLIENTS):
            peers, ours = [], []
            for _ in range(rounds):
                peers.append(lifecycle.rate_of_frozen(dsn, clients, seconds))
                ours.append(
                    rate(
                        "pages",
                        through_pages(port, citizens),
                        clients=clients,
                        seconds=seconds * (2 if clients == 1 else 4),
                    )
                )
            rows.append(lifecycle.row(ours, peers))
        remark = _by_page(port, citizens[0])
    return Report(tuple(rows), (remark, *_profile(citizens[0])))


def _by_page(port: int, citizen: str, acts: int = 10) -> str:
    """What one person alone waits for, by page."""
    browsers = sign_in(Line(port), citizen), sign_in(Line(port), lifecycle.OFFICER)
    for _ in range(acts):
        life_cycle(*browsers)
    took = {page: each for browser in browsers for page, each in browser.took.items()}
    count = sum(map(len, took.values())) // acts
    listed = ", ".join(f"{page} {median(each):.0f}" for page, each in took.items())
    return f"life cycle through pages: {count} requests; alone, median ms: {listed}"


def _profile(citizen: str) -> list[str]:
    """Statements and own time of a life cycle in this process, without server and network."""
    with serving.in_process() as send:
        browsers = sign_in(send, citizen), sign_in(send, lifecycle.OFFICER)
        life_cycle(*browsers)
        with profiling.statements() as sent:
            life_cycle(*browsers)
        spent = profiling.by_package(lambda: life_cycle(*browsers), acts=5, rows=16)
    return [
        f"life cycle through pages: {len(sent)} statements, with BEGIN and COMMIT",
        f"its time by package: {spent}",
    ]
