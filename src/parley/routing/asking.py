"""What is asked of whoever takes a conversation: skills by their least levels, all of some and one of others."""

from collections.abc import Container, Iterable, Mapping

from msgspec import Struct

# Levels by slug, in the order of the slugs.
Skills = tuple[tuple[str, int], ...]


class Asks(Struct, frozen=True):
    """All of `skills`, and of each group in `any_of` at least one: (a and b) and (c or d) and (e or f)."""

    skills: Skills = ()
    any_of: tuple[Skills, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.skills or self.any_of)

    @property
    def slugs(self) -> tuple[str, ...]:
        """Every skill that is named, once, in the order in which people read them."""
        named = [*self.skills, *(each for group in self.any_of for each in group)]
        return tuple(dict.fromkeys(slug for slug, _ in named))

    def is_met_by(self, levels: Mapping[str, int]) -> bool:
        return all(levels.get(slug, 0) >= level for slug, level in self.skills) and all(
            any(levels.get(slug, 0) >= level for slug, level in group) for group in self.any_of
        )

    def list_meeting(self, levels: Mapping[str, int]) -> tuple[str, ...]:
        """Name the skills by which somebody meets this: all of the first kind, the best of each group."""
        best = [
            max(met, key=lambda each: (levels.get(each[0], 0), each[0]))[0]
            for group in self.any_of
            if (met := [each for each in group if levels.get(each[0], 0) >= each[1]])
        ]
        return tuple(dict.fromkeys([*(slug for slug, _ in self.skills), *best]))

    def fit(self, levels: Mapping[str, int]) -> int:
        """Sum up the levels in what is asked; of a group the best counts."""
        return sum(levels.get(slug, 0) for slug in self.list_meeting(levels))

    def known(self, skills: Container[str]) -> "Asks":
        """Leave out what was deleted: it is asked of nobody, and a group of which nothing is left is none."""
        groups = (_known(group, skills) for group in self.any_of)
        return Asks(_known(self.skills, skills), tuple(group for group in groups if group))

    def __add__(self, more: "Asks") -> "Asks":
        """Ask both: of two levels of one skill the higher."""
        levels = dict(self.skills)
        for slug, level in more.skills:
            levels[slug] = max(level, levels.get(slug, 0))
        return Asks(as_skills(levels), tuple(dict.fromkeys([*self.any_of, *more.any_of])))


NOTHING = Asks()


def _known(asked: Skills, skills: Container[str]) -> Skills:
    return tuple(each for each in asked if each[0] in skills)


def as_skills(levels: Mapping[str, int]) -> Skills:
    return tuple(sorted(levels.items())) if levels else ()


def make_asks(skills: Mapping[str, int], any_of: Iterable[Mapping[str, int]]) -> Asks:
    return Asks(as_skills(skills), tuple(map(as_skills, any_of))) if skills or any_of else NOTHING
