"""What is wrong with a table, or with a question about it: the words, the place and the hint."""

import pytest

from tests.processes.small import TABLE, check

GUIDE_STEP = "    - {on: refuse, by: clerk, from: asked, to: closed}\n"
MISTAKES = [
    # states, events, actors
    (
        "from: idle, to: asked",
        "from: idel, to: asked",
        "unknown-state: there is no state `idel` — did you mean `idle`? [idel]",
    ),
    (
        "from: asked, to: closed}",
        "from: asked, to: close}",
        "unknown-state: there is no state `close` — did you mean `closed`? [close]",
    ),
    (
        "start: idle",
        "start: begun",
        "unknown-state: there is no state `begun` — it may be `idle`, `asked`, `lent` or `closed` [begun]",
    ),
    (
        "{on: ask, by: reader,",
        "{on: ask, by: raeder,",
        "unknown-actor: there is no actor `raeder` — did you mean `reader`? [raeder]",
    ),
    (
        "by: [reader, clerk], from: lent",
        "by: [reader, clark], from: lent",
        "unknown-actor: there is no actor `clark` — did you mean `clerk`? [clark]",
    ),
    (
        "      refuse: {zh: 拒绝, en: refuse}",
        "      refuze: {zh: 拒绝, en: refuse}",
        "unknown-event: there is no event `refuze` — did you mean `refuse`? [refuze]",
    ),
    (
        "{on: bring, when: {review",
        "{on: brnig, when: {review",
        "unknown-event: there is no event `brnig` — did you mean `bring`? [brnig]",
    ),
    (
        "approved}, by: reader}",
        "approved}, by: raeder}",
        "unknown-actor: there is no actor `raeder` — did you mean `reader`? [raeder]",
    ),
    # steps
    (
        "      closed: {zh: 已了结, en: closed, unstated: true}\n",
        "      closed: {zh: 已了结, en: closed, unstated: true}\n      lost: 遗失\n",
        "unreachable-state: no step leads to the state `lost` — add a step `{to: lost}`, or leave the state out [lost]",
    ),
    (
        GUIDE_STEP,
        GUIDE_STEP + "    - {on: refuse, by: reader, from: [idle, asked], to: idle}\n",
        "two-steps: `refuse` already leads somewhere from `asked` — "
        "one event has one step from one state; name the actors of both in one `by` [asked]",
    ),
    (
        "needs: small.ask_first",
        "needs: [small.ask_first, small.ask_frist]",
        "unknown-rule: there is no rule `small.ask_frist` — did you mean `small.ask_first`? [small.ask_frist]",
    ),
    (
        "starts: back",
        "starts: back, order_rule: small.ask_frist",
        "unknown-rule: there is no rule `small.ask_frist` — did you mean `small.ask_first`? [small.ask_frist]",
    ),
    (
        "starts: back",
        "starts: bakc",
        "unknown-deadline: there is no deadline `bakc` — did you mean `back`? [bakc]",
    ),
    # texts
    (
        "also: [申请中]",
        "also: [申请中, 已借出]",
        "ambiguous-status: the status text `已借出` stands for both `asked` and `lent` — "
        "give one of the two another text [已借出]",
    ),
    (
        "also: [管理员]",
        "also: [管理员, Reader]",
        "ambiguous-name: `Reader` stands for both `reader` and `clerk` — give one of the two another name [clerk]",
    ),
    (
        "refuse: {zh: 拒绝",
        "refuse: {zh: 借出",
        "ambiguous-name: `借出` stands for both `lend` and `refuse` — give one of the two another name [refuse]",
    ),
    # where it stands in the dossier
    ("events: events", "events: evnets", "unknown-path: there is no field `evnets` — did you mean `events`? [evnets]"),
    (
        "events: events",
        "events: staff",
        "not-a-list: `staff` is not a list of events — each has a field `event`, and may have `by` and `at` [staff]",
    ),
    (
        "status: status\n",
        "status: effective_from\n",
        "wrong-type: `status` goes with text, and `effective_from` is a date — None [effective_from]",
    ),
    (
        "at: confirmation.at}",
        "at: confirmation.by}",
        "wrong-type: `at` goes with a date, and `confirmation.by` is text — None [confirmation.by]",
    ),
    (
        "when: {review.status: approved}",
        "when: {review.sttus: approved}",
        "unknown-path: there is no field `review.sttus` — did you mean `review.status`? [review.sttus]",
    ),
    # deadlines
    ("of: reader, cite", "of: raeder, cite", "unknown-actor: there is no actor `raeder` — did you mean `reader`? [raeder]"),
    (
        "at_least: 2",
        "at_least: 4",
        "empty-interval: `at_least` 4 is more than `working_days` 3 — None [4]",
    ),
    (
        "working_days: 3",
        "working_days: three",
        "bad-value: `three` is not a whole number such as 3 — None [three]",
    ),
    # the shape
    ("steps:\n", "setps:\n", "unknown-key: there is no key `setps` here — did you mean `steps`? [setps]"),
    (
        "unstated: true}\n      asked",
        "unstatde: true}\n      asked",
        "unknown-key: there is no key `unstatde` here — did you mean `unstated`? [unstatde]",
    ),
    # questions
    (
        "{process: loan, order_of: lend}",
        "{process: laon, order_of: lend}",
        "unknown-process: there is no process `laon` — did you mean `loan`? [laon]",
    ),
    (
        "{process: loan, order_of: lend}",
        "{process: loan, order_of: lned}",
        "unknown-event: there is no event `lned` — did you mean `lend`? [lned]",
    ),
    (
        "{process: loan, actor_of: lend}",
        "{process: loan, actro_of: lend}",
        "unknown-key: there is no key `actro_of` here — did you mean `actor_of`? [actro_of]",
    ),
    (
        "{process: loan, order_of: bring}",
        "{process: loan}",
        "missing-key: nothing is asked about the process `loan` — add `order_of:`, `actor_of:`, `status:` or `state:` beside it [loan]",
    ),
    (
        "status: agrees}",
        "status: equals}",
        "bad-value: `equals` is nothing that a status can be asked — "
        "write `agrees`, or `{at_or_after: …}` with a state [equals]",
    ),
    (
        "{at_or_after: asked}",
        "{at_or_after: aksed}",
        "unknown-state: there is no state `aksed` — did you mean `asked`? [aksed]",
    ),
    (
        "state: [asked, lent]",
        "state: [asked, lnet]",
        "unknown-state: there is no state `lnet` — did you mean `lent`? [lnet]",
    ),
    ("state: [asked, lent]", "state: []", "empty: a value is wanted here — None [[]]"),
]  # fmt: skip


def complaints(text: str) -> str:
    _, found = check(text)
    return " | ".join(
        f"{d.code}: {d.message} — {d.help} [{d.span.source.text[d.span.start : d.span.end]}]" for d in found
    )


def test_the_table_itself_is_sound() -> None:
    assert complaints(TABLE) == ""


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES, ids=[row[2].split(":")[0] for row in MISTAKES])
def test_a_mistake_is_told_at_its_place(right: str, wrong: str, said: str) -> None:
    assert TABLE.count(right) == 1, right
    assert complaints(TABLE.replace(right, wrong)) == said


def test_a_process_without_a_status_cannot_be_asked_for_it() -> None:
    said = complaints(TABLE.replace("    status: status\n", ""))
    message = (
        "no-status: the process `loan` does not say where the status stands — add `status:` to the process"
    )
    assert said == f"{message} [agrees] | {message} [{{at_or_after: asked}}]"


def test_two_processes_of_one_name_are_told() -> None:
    second = TABLE.partition("processes:\n")[2].partition("rules:\n")[0]
    text = TABLE.replace("rules:\n", second.replace("  loan:", "  deal:") + "rules:\n")
    assert complaints(text) == ""
    assert "duplicate-key" in complaints(text.replace("  deal:", "  loan:"))
