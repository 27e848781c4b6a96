"""Routes of skills, languages among them."""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends

from parley.api.auth import guard
from parley.api.changes import change
from parley.api.deps import DepsHere
from parley.api.limits import SKILLS_PER_WORKSPACE
from parley.api.paging import Page, PageQuery
from parley.api.routers import make_router
from parley.api.scope import Resource, Scope, Verb
from parley.api.words import Body, Name, Slug, View
from parley.domain.errors import LimitExceeded, NotFound
from parley.domain.people import Skill
from parley.storage.database import Connection, Pool
from parley.storage.setup import skills

router = make_router("skills")
Reader = Annotated[Scope, guard(Verb.READ, Resource.SKILLS)]
Writer = Annotated[Scope, guard(Verb.WRITE, Resource.SKILLS)]


class SkillView(View):
    slug: str
    name: str


class NewSkill(Body):
    """The slug is what users and workflows name it by; it never changes."""

    slug: Slug
    name: Name


class SkillChange(Body):
    name: Name


@router.get("/skills")
async def list_skills(
    deps: DepsHere, scope: Reader, page: Annotated[PageQuery, Depends()]
) -> Page[SkillView]:
    key = page.key(str)
    rows = await skills.list_skills(
        deps.pool, scope.workspace_id, after=key[0] if key else None, limit=page.limit + 1
    )
    shown, following = page.cut(rows, key=lambda skill: (skill.slug,))
    return Page(items=[SkillView.model_validate(skill) for skill in shown], next=following)


@router.post("/skills", status_code=HTTPStatus.CREATED)
async def add_skill(body: NewSkill, deps: DepsHere, scope: Writer) -> SkillView:
    skill = Skill(scope.workspace_id, body.slug, body.name)
    async with change(deps, scope, noun="skill", subject=skill.slug) as connection:
        if await skills.count_skills(connection, scope.workspace_id) >= SKILLS_PER_WORKSPACE:
            raise LimitExceeded(
                f"A workspace has at most {SKILLS_PER_WORKSPACE} skills.",
                limit=SKILLS_PER_WORKSPACE,
            )
        await skills.add_skill(connection, scope.workspace_id, skill)
    return SkillView.model_validate(skill)


@router.get("/skills/{slug}")
async def show_skill(slug: str, deps: DepsHere, scope: Reader) -> SkillView:
    return SkillView.model_validate(await _get_skill(deps.pool, scope, slug))


@router.patch("/skills/{slug}")
async def rename_skill(slug: str, body: SkillChange, deps: DepsHere, scope: Writer) -> SkillView:
    async with change(deps, scope, noun="skill", subject=slug) as connection:
        await _get_skill(connection, scope, slug)
        renamed = Skill(scope.workspace_id, slug, body.name)
        await skills.rename_skill(connection, scope.workspace_id, renamed)
    return SkillView.model_validate(renamed)


@router.delete("/skills/{slug}", status_code=HTTPStatus.NO_CONTENT)
async def drop_skill(slug: str, deps: DepsHere, scope: Writer) -> None:
    """Nobody has it any more, and nobody who waits is kept waiting for it."""
    async with change(deps, scope, noun="skill", subject=slug) as connection:
        await _get_skill(connection, scope, slug)
        await skills.drop_skill(connection, scope.workspace_id, slug)


async def _get_skill(connection: Connection | Pool, scope: Scope, slug: str) -> Skill:
    found = await skills.find_skill(connection, scope.workspace_id, slug)
    if found is None:
        raise NotFound(slug=slug)
    return found
