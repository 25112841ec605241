"""A verifier that cannot fail proves nothing: every kind of damage done to good inputs must be caught."""
import copy
import unittest

from verifier import Verdict, check_export, check_receipt, verify
from wire import Connection
from xmpp import ArchiveEntry, make_token


def entry(number, nickname="Bob", body=None, kind="message"):
    return ArchiveEntry(f"id{number * 7919 % 1000}", nickname, f"m{number}", body or make_token("run", nickname, number),
                        "2026-11-24T10:00:00Z", kind)


def row(source, own=False):
    return {"kind": "message", "key": "k" + source.archive_id, "stanzaId": source.archive_id, "originId": source.message_id if own else None,
            "messageId": source.message_id, "occupantId": None, "nickname": source.nickname, "own": own,
            "sentAt": "2026-11-24T10:00:00.000Z", "recorded": True, "body": source.body,
            "state": "Delivered" if own else "Received", "edited": False, "retracted": False, "unreadable": False,
            "retractedBy": None, "retractReason": None, "reply": None, "reactions": [], "epoch": 1}


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

    def test_correction_is_a_row_only_where_nothing_proves_its_author(self):
        correction = entry(60, body="better", kind="correction")
        self.archive.append(correction)
        self.export.append(row(correction))
        self.assertEqual(self.figures(), {})
        self.export[-1]["body"] = "something else"
        self.assertEqual(self.figures(), {"phantom": 1})
        self.export[-1]["body"] = "better"
        correction.occupant_id = "known"
        self.assertEqual(self.figures(), {"phantom": 1})

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


class ReceiptTest(unittest.TestCase):
    """Twenty entries; ten were held at the loss, the rejoin read the last five of those and all that came after."""

    def setUp(self):
        self.archive = [entry(n) for n in range(1, 20)] + [entry(50, "alice")]
        ids = [e.archive_id for e in self.archive]
        self.held = {i: "k" + i for i in ids}
        self.before = {self.held[i] for i in ids[:10]}
        self.connection = Connection(resumed=True, pages=[(100.0, "room", [(i, "message") for i in ids[5:]] + [("subject", "subject")]),
                                                          (100.0, "other", [(i, "message") for i in ids]),
                                                          (200.0, "room", [(i, "message") for i in ids])])
        self.report = {"recovered": 9, "alreadyHere": 5, "gaps": 0, "provable": True, "resumed": True, "offlineForMs": 1}

    def wrong(self):
        verdict = Verdict()
        check_receipt(verdict, self.archive, self.report, self.before, self.held, self.connection, 150.0, "room")
        return verdict.counts["receiptWrong"]

    def test_right_numbers_pass(self):
        self.assertEqual(self.wrong(), 0)

    def test_each_wrong_number_is_seen(self):
        for name, value in (("recovered", 10), ("recovered", 8), ("alreadyHere", 4), ("alreadyHere", 6), ("gaps", 1), ("provable", False)):
            with self.subTest(name=name, value=value):
                self.setUp()
                self.report[name] = value
                self.assertEqual(self.wrong(), 1)

    def test_a_resumption_nobody_granted_is_seen(self):
        self.connection.resumed = False
        self.assertEqual(self.wrong(), 1)

    def test_a_row_of_its_own_making_is_not_recovered(self):
        self.held["invented"] = "kinvented"
        self.assertEqual(self.wrong(), 0)
        self.report["recovered"] = 10
        self.assertEqual(self.wrong(), 1)

    def test_the_export_of_the_server_must_agree(self):
        def lines():
            return [{"kind": "message", "id": e.archive_id, "nickname": e.nickname, "body": e.body} for e in self.archive]

        for damage, count in ((lambda l: None, 0), (lambda l: l.pop(), 1), (lambda l: l.append(l.pop(0)), 1),
                              (lambda l: l[3].update(body="else"), 1), (lambda l: l.append(dict(l[0], kind="subject")), 0)):
            export = lines()
            damage(export)
            verdict = Verdict()
            check_export(verdict, self.archive, export)
            self.assertEqual(verdict.counts["witnessesDiffer"], count)


if __name__ == "__main__":
    unittest.main()
