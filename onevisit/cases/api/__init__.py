"""Applications and cases for programs."""

from ninja import Router

from onevisit.cases.api.applications import router as applications

router = Router()
router.add_router("", applications)

__all__ = ["router"]
