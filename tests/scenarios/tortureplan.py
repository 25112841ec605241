"""The plan of a torture run: rounds drawn from a seed, dealt to lanes. The same seed gives the same plan."""
import dataclasses
import random

from chaos import DOWN, UP, Fault

# What breaks a connection, and how often. Each kind comes once before any comes again.
BREAKS = {
    "reset": 12, "close": 8, "refuse": 9,
    "half-close up": 4, "half-close down": 5,
    "blackhole": 6, "blackhole up": 3, "blackhole down": 4,
    "hold": 5,                     # bytes stop, and come after the client has given the connection up
    "cut after bytes down": 9, "cut after bytes up": 6, "cut inside a tag": 9,
    "restart": 5,
}
KILL = {"kill": 5}                 # of a server whose promise is ours: what it acknowledged is there
SILENT = ("blackhole", "blackhole up", "blackhole down", "hold", "half-close up")
WEATHER = {"fair": 12, "delay": 2, "rate": 2, "pause": 2}     # before the break, and on the connections after it
# Breaks of the connections that follow: while signing in, joining or catching up.
AGAIN = {"reset": 3, "close": 2, "half-close": 1, "blackhole": 1, "inside a result": 6, "inside a message": 2}


@dataclasses.dataclass
class Again:
    """A break of a connection that tries to return."""
    kind: str
    after_bytes: int

    def fault(self, delay, rate):
        inside = {"inside a result": b"<result", "inside a message": b"<message"}.get(self.kind, b"")
        return Fault("reset" if inside else self.kind, self.after_bytes, inside, delay, rate)


@dataclasses.dataclass
class Round:
    number: int
    kind: str
    weather: str
    strength: float       # 0 to 1, of the weather
    long: bool            # the server gives the session up before the client may return
    away: float           # seconds nobody can connect
    missed: int           # messages of others during the outage
    at: int               # bytes, for the kinds that count them
    idle: bool            # nothing is sent after a silent break
    hurry: bool           # Retry now as soon as the way is free
    again: list           # breaks of the next connections

    def describe(self):
        parts = [self.kind, "long" if self.long else f"away {self.away:.1f} s"]
        parts += [f"{self.weather} {self.strength:.2f}"] if self.weather != "fair" else []
        parts += [f"again {a.kind} from byte {a.after_bytes}" for a in self.again]
        return ", ".join(parts + ([f"missed {self.missed}"]) + (["idle"] if self.idle else []))

    def delay_and_rate(self):
        """Of every connection of this round: seconds each chunk is held, bytes a second."""
        if self.weather == "delay":
            return 0.003 + 0.05 * self.strength, 0
        return 0.0, int(40_000 + 160_000 * self.strength) if self.weather == "rate" else 0

    def plan(self, first):
        """Faults of the connections from number `first` on, for the relay."""
        delay, rate = self.delay_and_rate()

        def faults(connection, direction):
            index = connection - first
            if direction == DOWN and 0 <= index < len(self.again):
                return self.again[index].fault(delay, rate)
            return Fault(delay=delay, rate=rate if direction == DOWN else 0)
        return faults

    def direction(self):
        return UP if self.kind.endswith(" up") else DOWN if self.kind.endswith(" down") else None


def draw(dice, weights):
    return dice.choices(list(weights), list(weights.values()))[0]


def make_round(dice, number, kind, quick):
    long = dice.random() < 0.3 and kind not in ("restart", "kill", "hold") and not kind.endswith((" up", " down"))
    again = []
    if dice.random() < 0.4:
        kinds = AGAIN if not quick else {k: w for k, w in AGAIN.items() if k != "blackhole"}
        for _ in range(dice.choice((1, 1, 2, 3))):
            what = draw(dice, kinds)
            again.append(Again(what, dice.randrange(100, 6000) if "inside" in what else dice.randrange(200, 30_000)))
    missed = dice.choice((0, 1, dice.randrange(2, 40), dice.randrange(40, 150), dice.randrange(150, 350)))
    return Round(number, kind, draw(dice, WEATHER), round(dice.random(), 3), long, round(dice.choice((0, 0, 0.3, 1, 2.5)) * dice.random(), 2),
                 missed, dice.randrange(1, 8_000), kind == "blackhole" and not quick and dice.random() < 0.2, dice.random() < 0.7, again)


def make_plan(seed, count, kill, messages=None, quick=False):
    """All rounds of a run. `messages`: what the bots send during all outages together; `quick`: no kind that takes a minute."""
    dice = random.Random(seed)
    weights = BREAKS | (KILL if kill else {})
    bag = dice.sample(list(weights), len(weights))
    rounds = []
    for number in range(count):
        if not bag:
            bag = [kind for kind, weight in weights.items() for _ in range(weight)]
            dice.shuffle(bag)
        rounds.append(make_round(dice, number, bag.pop(), quick))
    planned = sum(r.missed for r in rounds)
    if messages and planned:
        for entry in rounds:
            entry.missed = round(entry.missed * messages / planned + 0.5)
    return rounds


def of_lane(rounds, lane, lanes):
    return rounds[lane::lanes]
