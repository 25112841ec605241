"""The oracle: compares the server's archive, the senders' log, `--export` and `shownRows`.

Counts lost, duplicated, reordered, phantom, falseGaps, ownDoubled and a few kinds of
disagreement between the witnesses; a run is good when all are 0. It knows nothing of
how the client works.
"""
import bisect
from dataclasses import dataclass, field

from xmpp import read_token

KINDS = ("lost", "duplicated", "reordered", "phantom", "falseGaps", "ownDoubled", "ownUnsettled", "shownDiffers",
         "archiveLacks", "damaged", "receiptWrong", "witnessesDiffer")


@dataclass
class Verdict:
    counts: dict = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    witnesses: dict = field(default_factory=dict)
    checked: int = 0          # archive messages that had to be there
    rows: int = 0             # message rows of the client

    def add(self, kind, witness):
        self.counts[kind] += 1
        self.witnesses.setdefault(kind, []).append(witness)

    @property
    def clean(self):
        return not any(self.counts.values())

    def describe(self):
        lines = [f"{self.checked} archived messages against {self.rows} rows: "
                 + ", ".join(f"{kind} {count}" for kind, count in self.counts.items() if count or kind in KINDS[:6])]
        for kind, found in self.witnesses.items():
            lines += [f"  {kind}: {w}" for w in found[:4]]
        return "\n".join(lines)

    def require_clean(self, context=""):
        assert self.clean, f"expected all figures 0, seen {self.describe()}\n{context}"


def longest_ascent(values):
    """Length of the longest strictly ascending subsequence."""
    tails = []
    for value in values:
        place = bisect.bisect_left(tails, value)
        tails[place:place + 1] = [value]
    return len(tails)


def token_of(body, verdict, where):
    try:
        return read_token(body)
    except ValueError as error:
        verdict.add("damaged", f"{where}: {error}")
        return None


def verify(archive, export, shown=None, sent=(), own_sends=(), since=None, gaps_allowed=False, archived=True):
    """Compares the witnesses of one room.

    archive      entries of the server, oldest first (xmpp.ArchiveEntry)
    export       lines of `--export`, decoded
    shown        lines of `shownRows`, or None
    sent         records of the senders' log for this room that were reflected
    own_sends    (key, body) of what the client was told to send
    since        archive id from which on the client must hold everything; None: from the beginning
    gaps_allowed whether a gap line may stand where entries really are missing; a gap line anywhere else is always false
    archived     whether the room keeps an archive (rows without an id are then a fault, own unsettled ones excepted)
    """
    verdict = Verdict()
    messages = [e for e in archive if e.kind == "message"]
    place = {e.archive_id: index for index, e in enumerate(archive)}
    entry_of = {e.archive_id: e for e in archive}
    rows = [line for line in export if line["kind"] == "message"]
    verdict.rows = len(rows)
    held = {row["stanzaId"] for row in rows}

    hidden = check_gaps(verdict, export, rows, place, archive, held, gaps_allowed)
    first = place[since] if since else 0
    for entry in messages:
        if place[entry.archive_id] < first:
            continue
        verdict.checked += 1
        if entry.archive_id not in held and place[entry.archive_id] not in hidden:
            verdict.add("lost", f"{entry.archive_id} {entry.nickname}: {entry.body!r}")

    check_rows(verdict, rows, entry_of, archived)
    order = [place[row["stanzaId"]] for row in rows if row["stanzaId"] in place]
    unique = list(dict.fromkeys(order))
    turned = len(unique) - longest_ascent(unique)
    for _ in range(turned):
        verdict.add("reordered", f"archive positions as exported: {first_descent(unique)}")

    check_sent(verdict, sent, messages)
    check_own(verdict, own_sends, rows, messages)
    if shown is not None:
        check_shown(verdict, export, shown)
    return verdict


def first_descent(values):
    for index in range(1, len(values)):
        if values[index] < values[index - 1]:
            return values[max(0, index - 3):index + 3]
    return values[:6]


def check_gaps(verdict, export, rows, place, archive, held, gaps_allowed):
    """Positions of the archive that a gap line honestly hides; other gap lines are false."""
    hidden = set()
    by_key = {row["key"]: row for row in rows}
    for index, line in enumerate(export):
        if line["kind"] != "gap":
            continue
        before, after = by_key.get(line["beforeKey"]), by_key.get(line["afterKey"])
        low = place.get(after["stanzaId"], -1) if after else -1
        high = place.get(before["stanzaId"], len(archive)) if before else len(archive)
        missing = {p for p in range(low + 1, high) if archive[p].kind == "message" and archive[p].archive_id not in held}
        neighbours = [export[i].get("key") if 0 <= i < len(export) else None for i in (index - 1, index + 1)]
        misplaced = neighbours != [line["afterKey"], line["beforeKey"]]
        if not gaps_allowed or not missing or misplaced:
            verdict.add("falseGaps", f"{line} hides {len(missing)} missing messages; neighbours {neighbours}")
        else:
            hidden |= missing
    return hidden


def may_stand_alone(entry):
    """A correction that nothing proves to be its author's, for want of occupant ids, is shown as a message of its own."""
    return entry.kind == "correction" and entry.occupant_id is None


def check_rows(verdict, rows, entry_of, archived):
    """Doubled and invented rows, and rows that say something else than the archive."""
    ids, keys, tokens = set(), set(), set()
    for row in rows:
        where = f"row {row['key']} {row['stanzaId']} {row['nickname']}: {row['body']!r}"
        if row["stanzaId"] is not None and row["stanzaId"] in ids:
            verdict.add("duplicated", f"the archive id twice, {where}")
        elif row["key"] in keys:
            verdict.add("duplicated", f"the key twice, {where}")
        token = token_of(row["body"], verdict, where)
        if token and token in tokens:
            kind = "ownDoubled" if row["own"] else "duplicated"
            if row["stanzaId"] is None or row["stanzaId"] not in ids:
                verdict.add(kind, f"the numbered message twice, {where}")
        ids.add(row["stanzaId"])
        keys.add(row["key"])
        if token:
            tokens.add(token)
        entry = entry_of.get(row["stanzaId"])
        if entry is None:
            unsettled = row["own"] and row["stanzaId"] is None and row["state"] != "Delivered"
            if archived and not unsettled:
                verdict.add("phantom", f"not in the archive, {where}")
        elif entry.kind != "message" and not may_stand_alone(entry):
            verdict.add("phantom", f"the archive holds a {entry.kind} there, {where}")
        elif not row["edited"] and not row["retracted"] and row["body"] != entry.body:
            verdict.add("phantom", f"the archive says {entry.body!r}, {where}")
        elif entry.nickname != row["nickname"]:
            verdict.add("phantom", f"the archive names {entry.nickname!r}, {where}")
        elif not row["recorded"]:
            verdict.add("phantom", f"marked as not recorded although the archive has it, {where}")
        if not row["own"] and row["state"] != "Received":
            verdict.add("phantom", f"state {row['state']} of a message of others, {where}")


def check_sent(verdict, sent, messages):
    """A reflected message the archive lacks is the server's fault, or the witness's: it must not pass silently."""
    known = {(e.message_id, e.body) for e in messages}
    for record in sent:
        if (record["id"], record["body"]) not in known:
            verdict.add("archiveLacks", f"{record['id']} {record['body']!r} was reflected")


def check_own(verdict, own_sends, rows, messages):
    """Each own send is one row, settled, and at most once in the archive."""
    for key, body in own_sends:
        mine = [row for row in rows if row["own"] and row["body"] == body]
        stored = [e for e in messages if e.body == body]
        if len(mine) > 1 or len(stored) > 1:
            verdict.add("ownDoubled", f"{body!r}: {len(mine)} rows, {len(stored)} times in the archive")
        elif not mine:
            verdict.add("lost", f"own message {key} {body!r} has no row")
        elif mine[0]["key"] != key:
            verdict.add("ownDoubled", f"{body!r} has key {mine[0]['key']}, {key} was given")
        elif mine[0]["state"] == "Delivered" and not stored:
            verdict.add("phantom", f"own message {body!r} is Delivered, the archive lacks it")
        elif mine[0]["state"] != "Delivered" and stored:
            verdict.add("ownUnsettled", f"own message {body!r} is {mine[0]['state']}, the archive has it")
        elif mine[0]["state"] not in ("Delivered", "Failed"):
            verdict.add("ownUnsettled", f"own message {body!r} is {mine[0]['state']}")
    identities = [row["originId"] for row in rows if row["own"] and row["originId"]]
    for identity in {i for i in identities if identities.count(i) > 1}:
        verdict.add("ownDoubled", f"origin id {identity} in {identities.count(identity)} rows")


def check_shown(verdict, export, shown):
    """The model shows the stored rows and gap lines, all of them, in the same order."""
    def face(line):
        if line["kind"] == "gap":
            return ("gap", line["afterKey"], line["beforeKey"], line["reason"])
        return ("message", line["key"], line["stanzaId"], line["body"], line["state"])

    stored, seen = [face(l) for l in export], [face(l) for l in shown]
    if stored == seen:
        return
    for index in range(max(len(stored), len(seen))):
        left = stored[index] if index < len(stored) else None
        right = seen[index] if index < len(seen) else None
        if left != right:
            verdict.add("shownDiffers", f"line {index}: stored {left}, shown {right} ({len(stored)} stored, {len(seen)} shown)")
            return


def check_export(verdict, archive, export):
    """The server's own export (Foyer's server only) says the same as the archive that was paged."""
    paged = [(e.archive_id, e.nickname, e.body) for e in archive if e.kind == "message"]
    own = [(line["id"], line["nickname"], line["body"]) for line in export if line["kind"] == "message"]
    if paged != own:
        where = next((i for i in range(min(len(paged), len(own))) if paged[i] != own[i]), min(len(paged), len(own)))
        verdict.add("witnessesDiffer", f"entry {where}: paged {paged[where:where + 1]}, exported {own[where:where + 1]} "
                    f"({len(paged)} paged, {len(own)} exported)")


def check_receipt(verdict, archive, report, before, held, connection, moment, room, own="alice"):
    """The numbers of a receipt are those of the witnesses.

    before      keys of the rows when the outage began
    held        archive id -> key of the rows when the room was entered again
    connection  what passed on the connection of the return (wire.Connection)
    moment      of the return, seconds since 1970
    """
    entries = {e.archive_id: e for e in archive if e.kind == "message"}
    recovered = sum(i in entries and entries[i].nickname != own for i, key in held.items() if key not in before)
    read = [i for at, where, page in connection.pages if at <= moment and where == room
            for i, kind in page if kind == "message"]
    already = len({i for i in read if held.get(i) in before})
    wanted = {"recovered": recovered, "alreadyHere": already, "gaps": 0, "provable": True}
    wrong = {name: (report[name], value) for name, value in wanted.items() if report[name] != value}
    if report["resumed"] and not connection.resumed:
        wrong["resumed"] = (True, False)
    if wrong:
        verdict.add("receiptWrong", f"(said, counted): {wrong}, {len(read)} entries read "
                    f"on the last connection, resumed there {connection.resumed}; receipt {report}")
