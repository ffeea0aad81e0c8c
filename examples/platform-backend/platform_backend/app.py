"""The application: `POST /registrations` takes a dossier as JSON and answers with a receipt or with problem details.

uvicorn platform_backend.app:create_app --factory
"""

from collections.abc import Awaitable, Callable
from datetime import date
from uuid import uuid4

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse
from starlette.concurrency import run_in_threadpool

from platform_backend.form import FORM
from platform_backend.problems import MEDIA_TYPE, findings_of, malformed, problem_of
from pmos_rules import Dossier, InputError, Report, load_ruleset

MOST_BYTES = 2 * 1024 * 1024
"""How large a dossier may be: one with a hundred people and units has a tenth of it."""


def create_app(market: str = "hubei", *, as_of: Callable[[], date] = date.today) -> FastAPI:
    """The backend of a market; ``as_of`` says by the law of which day a dossier is judged.

    The rules are loaded and compiled before the first request, and shared by all threads.
    """
    ruleset = load_ruleset(market)
    ruleset.at(as_of())
    app = FastAPI(title=f"{ruleset.title}注册申报", docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/", response_class=HTMLResponse)
    def form() -> str:
        return FORM

    @app.post("/registrations")
    async def register(request: Request) -> Response:
        instance = f"/registrations/{uuid4()}"
        body = await _body(request)
        if body is None:
            return _problem({**malformed(instance, f"超过 {MOST_BYTES >> 20} MiB"), "status": 413})
        try:
            dossier = Dossier.model_validate_json(body)
        except InputError as error:
            return _problem(malformed(instance, error.zh))
        # Judging takes no waiting but some computing: in a thread, others are served meanwhile.
        report: Report = await run_in_threadpool(ruleset.evaluate, dossier, as_of=as_of())
        if report.verdict.value != "accept":
            return _problem(problem_of(report, instance))
        receipt = {"id": instance, "verdict": "accept", "findings": findings_of(report)}
        return JSONResponse(receipt, 201, {"Location": instance})

    @app.middleware("http")
    async def as_problem(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        """No traceback and no text of an error reaches anybody outside: it might quote the dossier."""
        try:
            return await call_next(request)
        except Exception:  # noqa: BLE001 - the edge
            return _problem({"type": "about:blank", "title": "Internal Server Error", "status": 500})

    return app


async def _body(request: Request) -> bytes | None:
    """What was sent; None where it is too much."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _problem(problem: dict[str, object]) -> JSONResponse:
    return JSONResponse(problem, int(str(problem["status"])), media_type=MEDIA_TYPE)
