"""What a person decided about the doubts of a file: each answer gives another preview. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from sentralbord_desktop.domain.imports.preview import Changed, Corrected, FieldChange, Missing, Preview, Settled


def take_from_file(preview: Preview, taken: Collection[tuple[int, str]]) -> Preview:
    """The preview with the file's value for these corrected fields (`Corrected.key`); the others stay as they are."""
    chosen = [it for it in preview.corrected if it.key in taken]
    if not chosen:
        return preview
    return replace(
        preview,
        changed=_with_fields(preview.changed, chosen),
        corrected=tuple(it for it in preview.corrected if it.key not in taken),
        settled=(*preview.settled, *(Settled(it.id, it.field, it.correction.at) for it in chosen if it.correction)),
    )


def same_person(preview: Preview, chosen: Collection[int]) -> Preview:
    """The preview with the file's values for these members (ids), whose rows were held back as another person's."""
    taken = [it for it in preview.others if it.id in chosen]
    rows = {it.entry.row for it in taken}
    return replace(
        preview,
        changed=sorted([*preview.changed, *(it.change for it in taken)], key=lambda it: it.row),
        doubtful=(*preview.doubtful, *(it.entry for it in taken if it.entry.faults)),
        others=tuple(it for it in preview.others if it.id not in chosen),
        rejected=tuple(loss for loss in preview.rejected if loss.row not in rows),
    )


def with_resigned(preview: Preview) -> Preview:
    """The preview including the new members who have resigned or died."""
    return replace(preview, new=sorted([*preview.new, *preview.resigned], key=lambda it: it.row), resigned=())


def mark_missing(preview: Preview, chosen: Collection[int], today: date) -> Preview:
    """The preview with these of the missing members (ids) marked as utmeldt, from today."""
    values = {"status": "utmeldt", "resigned": today}
    marked = [
        Changed(0, it.id, it.version, it.number, it.name, _resigning(it, today), values)
        for it in preview.absences.missing
        if it.id in chosen
    ]
    left = tuple(it for it in preview.absences.missing if it.id not in chosen)
    return replace(preview, changed=[*preview.changed, *marked], absences=replace(preview.absences, missing=left))


def _resigning(it: Missing, today: date) -> tuple[FieldChange, ...]:
    return FieldChange("status", it.status, "utmeldt"), FieldChange("resigned", "", f"{today:%d.%m.%Y}")


def _with_fields(changed: Sequence[Changed], chosen: Sequence[Corrected]) -> list[Changed]:
    made = {it.id: it for it in changed}
    for it in chosen:
        before = made.get(it.id) or Changed(it.row, it.id, it.version, it.number, it.name, (), {})
        change = FieldChange(it.field, it.here, it.in_file)
        made[it.id] = replace(before, changes=(*before.changes, change), values={**before.values, it.field: it.value})
    return sorted(made.values(), key=lambda it: it.row)
