#pragma once

// What the scenes of the main window have in common: rooms, people and a story like those of the design's pictures.

#include "gui/memoryroomsource.h"
#include "shots/camera.h"
#include "support/fakeclock.h"

#include "models/appstate.h"
#include "ui/mainwindow.h"

#include <QTest>

#include <memory>

namespace foyer
{

using namespace Qt::StringLiterals;

inline QDateTime at(int hour, int minute)
{
    return QDateTime(QDate(2026, 11, 23), QTime(hour, minute), Qt::UTC);
}

inline RoomAddress room(const QString &id)
{
    return RoomAddress::parse(id + u"@conference.example.org"_s).value();
}

/// Answers each room from its own list.
class ManyRooms : public RoomSource
{
public:
    MemoryRoomSource &of(const RoomAddress &address) const
    {
        auto &known = m_rooms[address.toString()];
        if (!known) {
            known = std::make_shared<MemoryRoomSource>();
        }
        return *known;
    }
    QFuture<Result<QList<TimelineItem>>> itemsBefore(const RoomAddress &address, MessageKey key, int limit) override
    {
        return of(address).itemsBefore(address, key, limit);
    }
    QFuture<Result<QList<TimelineItem>>> itemsAfter(const RoomAddress &address, MessageKey key, int limit) override
    {
        return of(address).itemsAfter(address, key, limit);
    }
    QFuture<Result<int>> loadOlder(const RoomAddress &address) override { return of(address).loadOlder(address); }
    QList<Occupant> occupants(const RoomAddress &address) const override { return of(address).people; }

private:
    mutable QHash<QString, std::shared_ptr<MemoryRoomSource>> m_rooms;
};

inline Occupant person(const QString &nickname, foyer::Role role)
{
    Occupant occupant;
    occupant.nickname = nickname;
    occupant.role = role;
    occupant.occupantId = nickname;
    return occupant;
}

inline QList<TimelineItem> story()
{
    QList<TimelineItem> items{
        aRow(1, u"carol"_s, u"We go live in ten minutes. Camera two is still dark."_s, at(14, 5)),
        aRow(2, u"bob"_s, u"On it. @alice can you check the feed?"_s, at(14, 6)),
        anOwnRow(3, u"Feed is fine, it was the cable. Back in a second."_s, at(14, 6), DeliveryState::Delivered)};
    items[2].message.reply = ReplyReference{u"2"_s, 2, u"bob"_s, items[1].message.body};
    return items;
}

inline QList<TimelineItem> afterOutage()
{
    QList<TimelineItem> items{
        aRow(4, u"carol"_s, u"Sound check done."_s, at(14, 29)),
        aRow(5, u"dave"_s, u"Audio levels look right now. https://status.example.org/live"_s, at(14, 31)),
        aRow(6, u"bob"_s, u"The second take is up 🎉"_s, at(14, 32))};
    items[2].message.reactions = {{u"🎉"_s, {u"alice"_s, u"carol"_s, u"dave"_s, u"erin"_s}, true},
                                  {u"👍"_s, {u"carol"_s, u"erin"_s}, false}};
    return items;
}

inline JoinResult joinOf(const QString &name, int count)
{
    JoinResult result;
    result.name = name;
    result.memberCount = count;
    result.joinedAt = at(14, 15);
    result.nickname = u"alice"_s;
    return result;
}

class Stage
{
public:
    explicit Stage(Camera &camera)
        : theme(camera.theme()), state(source, clock), window({theme, state}), m_camera(camera)
    {
        clock.setNow(at(14, 33));
        state.setAccount(*Jid::parse(u"alice@example.org"));
        state.onConnectionStateChanged({ConnectionState::Kind::Online, 0, 0, {}});
        fillRooms();
        window.resize(1240, 760);
        window.show();
    }

    void fillRooms()
    {
        const auto small = [this](const QString &id, const QString &name, const TimelineItem &last) {
            source.of(room(id)).items = {last};
            state.onJoined(room(id), joinOf(name, 3));
        };
        source.of(launch).items = story();
        source.of(launch).people = {
            person(u"bob"_s, foyer::Role::Moderator),     person(u"carol"_s, foyer::Role::Moderator),
            person(u"alice"_s, foyer::Role::Participant), person(u"dave"_s, foyer::Role::Participant),
            person(u"erin"_s, foyer::Role::Participant),  person(u"spammy"_s, foyer::Role::Visitor)};
        state.onJoined(launch, joinOf(u"Launch room"_s, 6));
        small(u"qa"_s, u"QA & bugs"_s, anOwnRow(1, u"rejoin test is green"_s, at(14, 10), DeliveryState::Delivered));
        small(u"ops"_s, u"Ops on call"_s,
              aRow(1, u"node 2"_s, u"node 2 restarted clean and took its share"_s, at(13, 55)));
        small(u"zh"_s, u"中文聊天室"_s, aRow(1, u"dave"_s, u"大家好 👋"_s, at(12, 20)));
        small(u"he"_s, u"חדר עברית"_s, aRow(1, u"erin"_s, u"שלום לכולם"_s, at(11, 2)));
        state.setWindowActive(true);
    }

    void settle() { QTest::qWait(30); }

    void shoot(const QString &name) { m_camera.take(name, window); }

    void outage(bool over)
    {
        state.onConnectionLost(Error::make(ErrorKind::ServerUnreachable));
        if (over) {
            state.onRoomStateChanged(launch, RoomState::Rejoining);
        }
        source.of(launch).items = story() + afterOutage();
        QList<StoredMessage> rows;
        for (const auto &item : afterOutage()) {
            rows.append(item.message);
        }
        state.onMessagesStored(launch, rows);
        if (over) {
            state.onRejoined(launch, joinOf(u"Launch room"_s, 6), {25 * 60 * 1000, 37, 10, 0, true, false});
            return;
        }
        state.onConnectionStateChanged(
            {ConnectionState::Kind::Waiting, 2, 16'000, Error::make(ErrorKind::ServerUnreachable)});
        clock.advance(12'000);
    }

    FakeClock clock;
    Theme &theme;
    ManyRooms source;
    AppState state;
    MainWindow window;
    RoomAddress launch = room(u"launch"_s);

private:
    Camera &m_camera;
};

} // namespace foyer
