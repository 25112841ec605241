"""What the event stream promises: exact keys of every object, and the order rules.

`check_event` looks at one event, `check_order` at all events of one run of the program.
Both return complaints as texts; none is good.
"""
import re

TIME = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")

ERROR_CODES = {
    "RoomDoesNotExist": 23410, "RoomFull": 23411, "Banned": 23409, "MembersOnly": 0, "PasswordRequired": 0, "PasswordWrong": 0,
    "NicknameInUse": 0, "NicknameNotAllowed": 0, "Muted": 23408, "NotInRoom": 23406, "InvalidRoomId": 34210,
    "InvalidHistoryCount": 34232, "InvalidExtra": 34314, "NotConnected": 30002, "TimedOut": -1, "ServerUnreachable": 35008,
    "TlsFailed": 0, "NotAnXmppServer": 0, "NotAuthorized": 31004, "WeakSignIn": 0, "AccountDisabled": 31009, "ServiceHasNoRooms": 0,
    "CreationNotAllowed": 0, "MessageTooLarge": 30016, "TooFast": 20604, "StoreFailed": 0, "ServerRefused": 0}


def text(value):
    return isinstance(value, str)


def number(value):
    return isinstance(value, int) and not isinstance(value, bool)


def flag(value):
    return isinstance(value, bool)


def moment(value):
    return isinstance(value, str) and bool(TIME.match(value))


def maybe(rule):
    return lambda value: value is None or rule(value)


def one_of(*values):
    return lambda value: value in values


class Shape:
    """An object with exactly these keys; complaints name the path."""

    def __init__(self, **fields):
        self.fields = fields

    def complaints(self, value, path):
        if not isinstance(value, dict):
            return [f"{path} is {value!r}, an object was expected"]
        found = [f"{path} lacks the key {key!r}" for key in self.fields if key not in value]
        found += [f"{path} has the unknown key {key!r}" for key in value if key not in self.fields]
        for key, rule in self.fields.items():
            if key in value:
                found += inspect(rule, value[key], f"{path}.{key}")
        return found


class List:
    def __init__(self, rule):
        self.rule = rule

    def complaints(self, value, path):
        if not isinstance(value, list):
            return [f"{path} is {value!r}, a list was expected"]
        return [c for index, item in enumerate(value) for c in inspect(self.rule, item, f"{path}[{index}]")]


class Null:
    """null, or what the rule says."""

    def __init__(self, rule):
        self.rule = rule

    def complaints(self, value, path):
        return [] if value is None else inspect(self.rule, value, path)


def inspect(rule, value, path):
    if callable(rule):
        return [] if rule(value) else [f"{path} is {value!r}"]
    return rule.complaints(value, path)


ERROR = Shape(kind=one_of(*ERROR_CODES), code=number, text=text, detail=maybe(text))
MUTE = Shape(roomMuted=maybe(flag), userMutedEverywhere=maybe(flag), userMutedHere=maybe(flag), exempt=maybe(flag),
             canSpeak=maybe(flag), until=maybe(moment), reason=maybe(text), by=maybe(text))
RESULT = Shape(room=text, name=maybe(text), description=maybe(text), subject=maybe(text), memberCount=maybe(number),
               createdAt=maybe(moment), joinedAt=moment, nickname=text, features=List(text), mute=MUTE)
REPORT = Shape(offlineForMs=number, recovered=number, alreadyHere=number, gaps=number, provable=flag, resumed=flag)
REPLY = Shape(stanzaId=text, key=maybe(text), nickname=maybe(text), excerpt=text)
REACTION = Shape(emoji=text, nicknames=List(text), own=flag)
ROW = Shape(kind=one_of("message"), key=text, stanzaId=maybe(text), originId=maybe(text), messageId=maybe(text),
            occupantId=maybe(text), nickname=text, own=flag, sentAt=moment, recorded=flag, body=maybe(text),
            state=one_of("Queued", "Sent", "Checking", "Delivered", "Failed", "Received"), edited=flag, retracted=flag, unreadable=flag,
            retractedBy=maybe(text), retractReason=maybe(text), reply=Null(REPLY), reactions=List(REACTION), epoch=number)
GAP = Shape(**{"kind": one_of("gap"), "from": maybe(moment), "to": maybe(moment), "afterKey": maybe(text),
               "beforeKey": maybe(text),
               "reason": one_of("RetentionEnded", "NoArchive", "NotPermitted", "LoadFailed", "NotLoaded")})
OCCUPANT = Shape(nickname=text, occupantId=maybe(text), role=text, affiliation=text, extra=maybe(text))
ROOM_STATES = ("Joining", "Joined", "Rejoining", "CatchingUp", "Failed", "Left")

EVENTS = {
    "connectionStateChanged": dict(state=one_of("Offline", "Connecting", "Authenticating", "Online", "Waiting"),
                                   attempt=maybe(number), delayMs=maybe(number), cause=Null(ERROR)),
    "connectionLost": dict(cause=ERROR),
    "roomStateChanged": dict(state=one_of(*ROOM_STATES)),
    "joined": dict(result=RESULT),
    "joinFailed": dict(error=ERROR),
    "rejoining": dict(attempt=number),
    "rejoined": dict(result=RESULT, report=REPORT),
    "rejoinFailed": dict(error=ERROR, willRetry=flag),
    "left": dict(reason=Shape(kind=one_of("ByUser", "ReplacedByOtherRoom", "Kicked", "Banned", "Destroyed", "LostMembership"),
                              by=maybe(text), reason=maybe(text), alternative=maybe(text))),
    "muteStateChanged": dict(mute=MUTE),
    "messagesStored": dict(messages=List(ROW)),
    "messageChanged": dict(change=one_of("State", "Corrected", "Retracted", "Reactions"), message=ROW),
    "actionRefused": dict(change=one_of("Corrected", "Retracted", "Reactions"), message=ROW, error=ERROR),
    "voiceRequested": dict(nickname=text),
    "occupantsChanged": dict(joined=List(OCCUPANT), left=List(OCCUPANT), changed=List(OCCUPANT), count=number),
    "subjectChanged": dict(subject=maybe(text), by=maybe(text), at=maybe(moment)),
    "roomInfoChanged": dict(info=Shape(name=maybe(text), description=maybe(text), memberCount=maybe(number),
                                       createdAt=maybe(moment), features=List(text))),
    "attributesChanged": dict(set=lambda value: isinstance(value, dict), removed=List(text)),
    "typingChanged": dict(nicknames=List(text)),
    "localServerReady": dict(xmpp=text, api=text, domain=text, muc=text, passwordFile=text),
    "commandDone": dict(id=lambda value: True, ok=flag, error=Null(ERROR), value=lambda value: True),
}
SHAPES = {name: Shape(t=moment, event=one_of(name), account=maybe(text), room=maybe(text), **fields)
          for name, fields in EVENTS.items()}
OF_A_ROOM = {"roomStateChanged", "joined", "joinFailed", "rejoining", "rejoined", "rejoinFailed", "left", "muteStateChanged",
             "messagesStored", "messageChanged", "actionRefused", "voiceRequested", "occupantsChanged", "subjectChanged", "roomInfoChanged"}


def check_event(event):
    """Complaints about one event."""
    shape = SHAPES.get(event.get("event")) if isinstance(event, dict) else None
    if shape is None:
        return [f"unknown event {event!r}"[:300]]
    name = event["event"]
    found = shape.complaints(event, name)
    if name in OF_A_ROOM and not event.get("room"):
        found.append(f"{name} names no room")
    for error in (event.get("error"), event.get("cause")):
        if isinstance(error, dict) and error.get("kind") in ERROR_CODES and error.get("code") != ERROR_CODES[error["kind"]]:
            found.append(f"{name}: code {error.get('code')} of {error['kind']}, {ERROR_CODES[error['kind']]} was expected")
        if isinstance(error, dict) and not error.get("text"):
            found.append(f"{name}: {error.get('kind')} has no sentence for people")
    return found


def check_line(line):
    """Complaints about one export line."""
    shape = GAP if line.get("kind") == "gap" else ROW
    found = shape.complaints(line, "export line")
    if shape is GAP and not found:
        for key, neighbour in (("from", "afterKey"), ("to", "beforeKey")):
            if (line[key] is None) != (line[neighbour] is None):
                found.append(f"gap: {key} and {neighbour} disagree: {line}")
    return found


class RoomWatch:
    """The order rules of one room."""

    def __init__(self, room, held_from_before):
        self.room = room
        self.held = held_from_before
        self.owed = held_from_before      # an outcome is owed: after a loss, and at start for held rooms
        self.returning = held_from_before  # a rejoin is under way
        self.states = []                  # since the last outcome
        self.last_state = None
        self.mute = None
        self.keys = set()
        self.stanza_ids = set()
        self.people = []                  # seconds of the occupantsChanged of the last second

    def see(self, event):
        handler = getattr(self, "on_" + event["event"], None)
        return [f"{self.room}: {c}" for c in (handler(event) if handler else [])]

    def on_connectionLost(self, _event):
        if self.held:
            self.owed = self.returning = True
        return []

    def on_roomStateChanged(self, event):
        # Each try of a rejoin may say Rejoining; every other state is announced on change only.
        twice = event["state"] == self.last_state != "Rejoining"
        found = [f"room state {event['state']} announced twice"] if twice else []
        self.last_state = event["state"]
        self.states.append(event["state"])
        if event["state"] == "Rejoining":
            self.returning = True
        return found

    def _outcome(self):
        states, self.states = self.states, []
        self.owed = self.returning = False
        return states

    def on_joined(self, event):
        refresh = self.held and not self.owed
        states = self._outcome()
        self.held, self.mute = True, event["result"]["mute"]
        if states[-3:] == ["Joining", "CatchingUp", "Joined"] or (refresh and states in ([], ["Joined"])):
            return []
        return [f"joined after the room states {states}; Joining, CatchingUp, Joined were expected"]

    def on_joinFailed(self, event):
        # A failed join of a room that is already held refuses the wish, not the room.
        if not self.held:
            self._outcome()
        return []

    def on_rejoining(self, _event):
        self.returning = True
        return [] if self.held else ["rejoining a room that is not held"]

    def on_rejoined(self, event):
        found = [] if self.owed or self.returning else ["rejoined without a loss before it (or twice for one loss)"]
        states = self._outcome()
        self.held, self.mute = True, event["result"]["mute"]
        if states[-3:] != ["Rejoining", "CatchingUp", "Joined"]:
            found.append(f"rejoined after the room states {states}; Rejoining, CatchingUp, Joined were expected")
        return found

    def on_rejoinFailed(self, event):
        found = [] if self.owed or self.returning else ["rejoinFailed without a loss before it"]
        if not event["willRetry"]:
            self._outcome()
            self.held = False
        return found

    def on_left(self, _event):
        found = [] if self.held or self.states else ["left a room that was not held"]
        self._outcome()
        self.held = False
        return found

    def on_muteStateChanged(self, event):
        found = [f"muteStateChanged without a change: {event['mute']}"] if event["mute"] == self.mute else []
        self.mute = event["mute"]
        return found

    def on_messagesStored(self, event):
        found = [] if event["messages"] else ["an empty messagesStored"]
        for row in event["messages"]:
            if row["key"] in self.keys:
                found.append(f"row {row['key']} stored twice ({row['body']!r})")
            self.keys.add(row["key"])
            place = (row["epoch"], row["stanzaId"])
            if row["stanzaId"] and place in self.stanza_ids:
                found.append(f"archive id {row['stanzaId']} stored twice ({row['body']!r})")
            self.stanza_ids.add(place)
        return found

    def on_occupantsChanged(self, event):
        seconds = float(event["t"][17:23]) + 60 * float(event["t"][14:16])
        self.people = [s for s in self.people if 0 <= seconds - s < 1.0] + [seconds]
        return [] if len(self.people) <= 11 else [f"{len(self.people)} occupantsChanged within one second"]


def check_order(events, held_before=(), settled=True):
    """Complaints about the order of one run's events. Returns (complaints, rooms held at the end).

    `held_before`: rooms the profile held at start. `settled`: every loss must have ended."""
    watches = {room: RoomWatch(room, True) for room in held_before}
    found, last_connection = [], None
    for event in events:
        if event["event"] == "connectionStateChanged":
            picture = (event["state"], event["attempt"])
            if picture == last_connection:
                found.append(f"connection state {picture} announced twice")
            last_connection = picture
        if event["event"] == "connectionLost":
            for watch in watches.values():
                found += watch.see(event)
        elif event.get("room"):
            found += watches.setdefault(event["room"], RoomWatch(event["room"], False)).see(event)
    if settled:
        found += [f"{w.room}: a connection loss never ended in rejoined, final rejoinFailed or left" for w in watches.values() if w.owed]
    return found, {w.room for w in watches.values() if w.held}
