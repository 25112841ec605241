"""A verifier that cannot fail proves nothing: every kind of damage done to good inputs must be caught."""
import copy
import unittest

from verifier import verify
from xmpp import ArchiveEntry, make_token


def entry(number, nickname="Bob", body=None, kind="message"):
    return ArchiveEntry(f"id{number * 7919 % 1000}", nickname, f"m{number}", body or make_token("run", nickname, number),
                        "2026-11-24T10:00:00Z", kind)


def row(source, own=False):
    return {"kind": "message", "key": "k" + source.archive_id, "stanzaId": source.archive_id, "originId": source.message_id if own else None,
            "messageId": source.message_id, "occupantId": None, "nickname": source.nickname, "own": own,
            "sentAt": "2026-11-24T10:00:00.000Z", "recorded": True, "body": source.body,
            "state": "Delivered" if own else "Received", "edited": False, "retracted": False, "epoch": 1}


def gap(after, before):
    return {"kind": "gap", "from": None, "to": None, "afterKey": after and after["key"], "beforeKey": before and before["key"],
            "reason": "NotLoaded"}


class VerifierTest(unittest.TestCase):
    def setUp(self):
        self.archive = [entry(n) for n in range(1, 21)] + [entry(21, kind="reaction"), entry(22, kind="subject")]
        self.archive.insert(10, entry(50, "Alice"))
        self.export = [row(e, e.nickname == "Alice") for e in self.archive if e.kind == "message"]
        own = self.archive[10]
        self.own = [("k" + own.archive_id, own.body)]
        self.sent = [{"id": e.message_id, "body": e.body} for e in self.archive if e.kind == "message" and e.nickname == "Bob"]

    def figures(self, **more):
        shown = more.pop("shown", copy.deepcopy(self.export))
        verdict = verify(self.archive, self.export, shown, self.sent, self.own, **more)
        return {kind: count for kind, count in verdict.counts.items() if count}

    def test_good_inputs_are_clean(self):
        self.assertEqual(self.figures(), {})

    def test_same_text_twice_is_no_fault(self):
        for number in (60, 61):
            twin = entry(number, body="same")
            self.archive.append(twin)
            self.export.append(row(twin))
        self.assertEqual(self.figures(), {})

    def test_dropped_row_is_lost(self):
        for index in (0, 7, len(self.export) - 1):
            with self.subTest(index=index):
                self.setUp()
                del self.export[index]
                self.assertEqual(self.figures(), {"lost": 1})

    def test_row_before_the_window_may_be_missing(self):
        del self.export[:3]
        self.assertEqual(self.figures(since=self.archive[3].archive_id), {})
        self.assertEqual(self.figures(), {"lost": 3})

    def test_doubled_row(self):
        self.export.insert(5, copy.deepcopy(self.export[4]))
        self.assertEqual(self.figures(), {"duplicated": 1})

    def test_doubled_row_under_another_key(self):
        twin = copy.deepcopy(self.export[4])
        twin["key"] = "other"
        self.export.append(twin)
        self.assertEqual(self.figures()["duplicated"], 1)

    def test_doubled_text_without_archive_id(self):
        twin = copy.deepcopy(self.export[4])
        twin["key"], twin["stanzaId"] = "other", None
        self.export.append(twin)
        self.assertEqual(self.figures(), {"duplicated": 1, "phantom": 1})

    def test_swapped_rows(self):
        self.export[3], self.export[4] = self.export[4], self.export[3]
        self.assertEqual(self.figures(), {"reordered": 1})

    def test_row_moved_far(self):
        self.export.append(self.export.pop(2))
        self.assertEqual(self.figures(), {"reordered": 1})

    def test_invented_row(self):
        self.export.append(row(entry(99)))
        self.assertEqual(self.figures(), {"phantom": 1})

    def test_subject_shown_as_message(self):
        self.export.append(row(self.archive[-1]))
        self.assertEqual(self.figures(), {"phantom": 1})

    def test_changed_text(self):
        self.export[2]["body"] = "something else"
        self.assertEqual(self.figures(), {"phantom": 1})

    def test_damaged_text(self):
        self.export[2]["body"] = self.export[2]["body"][:-1] + "!"
        self.assertEqual(self.figures(), {"phantom": 1, "damaged": 1})

    def test_wrong_sender(self):
        self.export[2]["nickname"] = "Carol"
        self.assertEqual(self.figures(), {"phantom": 1})

    def test_mark_of_not_recorded_without_cause(self):
        self.export[2]["recorded"] = False
        self.assertEqual(self.figures(), {"phantom": 1})

    def test_gap_where_none_belongs(self):
        self.export.insert(5, gap(self.export[4], self.export[5]))
        self.assertEqual(self.figures(), {"falseGaps": 1})
        self.assertEqual(self.figures(gaps_allowed=True), {"falseGaps": 1})

    def test_gap_at_the_newest_end(self):
        self.export.append(gap(self.export[-1], None))
        self.assertEqual(self.figures(), {"falseGaps": 1})

    def test_honest_gap(self):
        del self.export[5:8]
        self.export.insert(5, gap(self.export[4], self.export[5]))
        self.assertEqual(self.figures(gaps_allowed=True), {})
        self.assertEqual(self.figures(), {"falseGaps": 1, "lost": 3})

    def test_gap_does_not_hide_what_is_missing_elsewhere(self):
        del self.export[5:8]
        self.export.insert(5, gap(self.export[4], self.export[5]))
        del self.export[12]
        self.assertEqual(self.figures(gaps_allowed=True), {"lost": 1})

    def test_gap_drawn_at_the_wrong_place(self):
        del self.export[5:8]
        self.export.insert(9, gap(self.export[4], self.export[5]))
        self.assertEqual(self.figures(gaps_allowed=True), {"falseGaps": 1, "lost": 3})

    def test_own_row_doubled(self):
        twin = copy.deepcopy(next(r for r in self.export if r["own"]))
        twin["key"], twin["stanzaId"], twin["state"] = "other", None, "Checking"
        self.export.append(twin)
        self.assertGreaterEqual(self.figures()["ownDoubled"], 1)

    def test_own_message_twice_in_the_archive(self):
        twin = copy.deepcopy(self.archive[10])
        twin.archive_id = "idtwin"
        self.archive.append(twin)
        self.export.append(row(twin, True))
        self.assertGreaterEqual(self.figures()["ownDoubled"], 1)

    def test_own_message_without_a_row(self):
        self.own.append(("knew", make_token("run", "alice", 500)))
        self.assertEqual(self.figures(), {"lost": 1})

    def test_own_message_never_settled(self):
        next(r for r in self.export if r["own"])["state"] = "Sent"
        self.assertEqual(self.figures(), {"ownUnsettled": 1})

    def test_own_failed_although_archived(self):
        next(r for r in self.export if r["own"])["state"] = "Failed"
        self.assertEqual(self.figures(), {"ownUnsettled": 1})

    def test_delivered_without_archive(self):
        self.own.append(("kx", "never arrived"))
        extra = row(entry(70, "Alice", "never arrived"), True)
        extra["key"], extra["stanzaId"] = "kx", None
        self.export.append(extra)
        self.assertEqual(self.figures(), {"phantom": 2})

    def test_queued_own_message_of_another_kind_is_no_phantom(self):
        extra = row(entry(70, "Alice", "waiting"), True)
        extra["stanzaId"], extra["state"] = None, "Failed"
        self.own.append((extra["key"], "waiting"))
        self.export.append(extra)
        self.assertEqual(self.figures(), {})

    def test_others_with_an_own_state(self):
        self.export[0]["state"] = "Delivered"
        self.assertEqual(self.figures(), {"phantom": 1})

    def test_model_shows_less_or_in_another_order(self):
        for damage in (lambda s: s.pop(3), lambda s: s.append(s.pop(0)), lambda s: s[4].update(state="Failed"),
                       lambda s: s.insert(2, gap(s[1], s[2]))):
            shown = copy.deepcopy(self.export)
            damage(shown)
            self.assertEqual(self.figures(shown=shown), {"shownDiffers": 1})

    def test_reflected_message_the_archive_lacks(self):
        self.sent.append({"id": "mx", "body": "x"})
        self.assertEqual(self.figures(), {"archiveLacks": 1})


if __name__ == "__main__":
    unittest.main()
