"""The checkers of keys and order must catch what they are there for."""
import copy
import unittest

from events import check_event, check_line, check_order

ROOM = "den@conference.localhost"
T = "2026-11-24T10:00:00.000Z"
MUTE = {"roomMuted": False, "userMutedEverywhere": None, "userMutedHere": None, "exempt": None, "canSpeak": True, "until": None,
        "reason": None, "by": None}
RESULT = {"room": ROOM, "name": "Den", "description": None, "subject": None, "memberCount": 2, "createdAt": None, "joinedAt": T,
          "nickname": "alice", "features": [], "mute": MUTE}
REPORT = {"offlineForMs": 10, "recovered": 0, "alreadyHere": 10, "gaps": 0, "provable": True, "resumed": False}
ERROR = {"kind": "ServerUnreachable", "code": 35008, "text": "No answer", "detail": None}
ROW = {"kind": "message", "key": "1", "stanzaId": "s1", "originId": None, "messageId": "m", "occupantId": None, "nickname": "bob",
       "own": False, "sentAt": T, "recorded": True, "body": "hi", "state": "Received", "edited": False, "retracted": False, "unreadable": False,
       "retractedBy": None, "retractReason": None, "reply": None, "reactions": [], "epoch": 0}


def event(name, room=ROOM, **fields):
    return {"t": T, "event": name, "account": "alice@localhost", "room": room, **copy.deepcopy(fields)}


def state(value):
    return event("roomStateChanged", state=value)


def lost():
    return event("connectionLost", None, cause=ERROR)


JOIN = [state("Joining"), state("CatchingUp"), state("Joined"), event("joined", result=RESULT)]
REJOIN = [state("Rejoining"), state("CatchingUp"), state("Joined"), event("rejoined", result=RESULT, report=REPORT)]


class ShapeTest(unittest.TestCase):
    def test_good_events(self):
        for good in JOIN + REJOIN + [lost(), event("messagesStored", messages=[ROW]),
                                     event("connectionStateChanged", None, state="Waiting", attempt=1, delayMs=200, cause=ERROR),
                                     event("commandDone", None, id="1", ok=True, error=None, value={"key": "k"})]:
            self.assertEqual(check_event(good), [])

    def test_damage(self):
        cases = [
            lambda e: e.pop("account"), lambda e: e.update(more=1), lambda e: e["result"].pop("subject"),
            lambda e: e["result"]["mute"].pop("by"), lambda e: e["result"].update(memberCount="2"),
            lambda e: e.update(t="2026-11-24 10:00:00"), lambda e: e.update(event="joinedRoom"), lambda e: e.update(room=None),
            lambda e: e["result"]["mute"].update(canSpeak=1)]
        for number, damage in enumerate(cases):
            with self.subTest(number=number):
                bad = copy.deepcopy(JOIN[3])
                damage(bad)
                self.assertNotEqual(check_event(bad), [])

    def test_wrong_code_and_missing_sentence(self):
        self.assertNotEqual(check_event(event("joinFailed", error={**ERROR, "code": 1})), [])
        self.assertNotEqual(check_event(event("joinFailed", error={**ERROR, "text": ""})), [])

    def test_rows_and_gaps(self):
        self.assertEqual(check_line(ROW), [])
        self.assertNotEqual(check_line({**ROW, "state": "Read"}), [])
        self.assertNotEqual(check_line({**ROW, "more": 1}), [])
        gap = {"kind": "gap", "from": T, "to": T, "afterKey": "1", "beforeKey": "2", "reason": "NotLoaded"}
        self.assertEqual(check_line(gap), [])
        self.assertNotEqual(check_line({**gap, "reason": "Unknown"}), [])
        self.assertNotEqual(check_line({**gap, "from": None}), [])


class OrderTest(unittest.TestCase):
    def complaints(self, events, held=(), settled=True):
        return check_order(events, held, settled)[0]

    def test_good_stories(self):
        kicked = {"kind": "Kicked", "by": None, "reason": None, "alternative": None}
        for story in (JOIN, JOIN + [lost()] + REJOIN, JOIN + [lost(), state("Rejoining"), state("CatchingUp"), lost()] + REJOIN,
                      JOIN + [lost(), state("Left"), event("left", reason=kicked)],
                      JOIN + [lost(), event("rejoinFailed", error=ERROR, willRetry=True)] + REJOIN,
                      JOIN + [event("joined", result=RESULT)]):
            self.assertEqual(self.complaints(story), [])
        self.assertEqual(self.complaints(REJOIN, {ROOM}), [])

    def test_joined_out_of_order(self):
        self.assertNotEqual(self.complaints([JOIN[0], JOIN[2], JOIN[1], JOIN[3]]), [])
        self.assertNotEqual(self.complaints([JOIN[0], JOIN[2], JOIN[3]]), [])
        self.assertNotEqual(self.complaints([JOIN[0], JOIN[1], JOIN[3], JOIN[2]] + [lost()] + REJOIN[1:]), [])

    def test_loss_that_never_ends(self):
        self.assertNotEqual(self.complaints(JOIN + [lost()]), [])
        self.assertEqual(self.complaints(JOIN + [lost()], settled=False), [])
        self.assertNotEqual(self.complaints([], {ROOM}), [])
        self.assertNotEqual(self.complaints(JOIN + [lost(), event("rejoinFailed", error=ERROR, willRetry=True)]), [])

    def test_two_ends_of_one_loss(self):
        self.assertNotEqual(self.complaints(JOIN + [lost()] + REJOIN + [REJOIN[3]]), [])
        self.assertNotEqual(self.complaints(JOIN + REJOIN[3:]), [])
        self.assertNotEqual(self.complaints(JOIN + [lost()] + REJOIN + [event("rejoinFailed", error=ERROR, willRetry=False)]), [])

    def test_row_announced_twice(self):
        stored = event("messagesStored", messages=[ROW])
        self.assertNotEqual(self.complaints(JOIN + [stored, stored]), [])
        other = event("messagesStored", messages=[{**ROW, "key": "2"}])
        self.assertNotEqual(self.complaints(JOIN + [stored, other]), [])

    def test_change_that_is_none(self):
        self.assertNotEqual(self.complaints(JOIN + [event("muteStateChanged", mute=MUTE)]), [])
        self.assertNotEqual(self.complaints(JOIN + [state("Joined")]), [])

    def test_flood_of_people(self):
        crowd = event("occupantsChanged", joined=[], left=[], changed=[], count=3)
        self.assertNotEqual(self.complaints(JOIN + [crowd] * 12), [])


if __name__ == "__main__":
    unittest.main()
