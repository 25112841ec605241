#include "sql/database.h"
#include "support/builders.h"
#include "support/tempstore.h"

#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QtTest>

using namespace foyer;
using namespace Qt::StringLiterals;

namespace
{

enum class Damage { Head, Zeroes, Truncated, Garbage, Emptied, NoLog };

/// A store with one held room, 300 messages and an own one on its way, as a killed process leaves it.
struct Victim {
    explicit Victim(bool killed)
    {
        const MembershipKey membership = store.begin();
        for (int i = 0; i < 300; ++i)
            store.live(membership, anEntry(u"id-%1"_s.arg(i)).body(QString(200, u'x')));
        auto rooms = TempStore::get(store->rooms(store.account()));
        rooms.first().held = true;
        rooms.first().nickname = u"alice"_s;
        TempStore::get(store->saveRoom(rooms.first()));
        TempStore::get(store->enqueueOwn(store.room(), u"own"_s, u"not sent yet"_s, u"alice"_s));
        killed ? store.killAndReopen() : store.restart();
        takeCopy();
    }

    /// A fresh copy of its files as they were.
    void takeCopy()
    {
        folder = std::make_unique<QTemporaryDir>();
        copy = folder->filePath(u"messages.sqlite"_s);
        for (const char *const end : {"", "-wal"}) {
            const QString from = store.fileName() + QLatin1StringView(end);
            if (QFile::exists(from))
                QFile::copy(from, copy + QLatin1StringView(end));
        }
    }

    void hurt(Damage damage, QRandomGenerator &dice)
    {
        QFile file(copy);
        QVERIFY(file.open(QIODevice::ReadWrite));
        const qint64 pages = file.size() / 4096;
        switch (damage) {
        case Damage::Head:
            file.write(QByteArray(100, 'x'));
            break;
        case Damage::Zeroes:
        case Damage::Garbage:
            for (int i = 0; i < 3; ++i) {
                file.seek(4096 * dice.bounded(pages));
                QByteArray page(4096, 0);
                if (damage == Damage::Garbage)
                    dice.fillRange(reinterpret_cast<quint32 *>(page.data()), page.size() / 4);
                file.write(page);
            }
            break;
        case Damage::Truncated:
            file.resize(dice.bounded(file.size()));
            break;
        case Damage::Emptied:
            file.resize(0);
            break;
        case Damage::NoLog:
            QFile::remove(copy + u"-wal"_s);
            break;
        }
    }

    TempStore store;
    std::unique_ptr<QTemporaryDir> folder;
    QString copy;
};

/// Destroys the index that finds duplicates; rooms and the queue can still be read.
void destroyAnIndex(const QString &fileName)
{
    qint64 page = 0;
    {
        Database database;
        QVERIFY(database.open(fileName, Database::Access::ReadWrite).isOk());
        Query query = database.query(u"SELECT rootpage FROM sqlite_schema WHERE name = 'entry_archive_id'"_s);
        QVERIFY(query.next());
        page = query.number(0);
    }
    QFile file(fileName);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.seek((page - 1) * 4096));
    file.write(QByteArray(4096, 0));
    QFile mark(fileName + u"-damaged"_s);
    QVERIFY(mark.open(QIODevice::WriteOnly));
}

QStringList bodies(MessageStore &store, RoomKey room)
{
    QStringList found;
    for (const TimelineItem &item : TempStore::get(store.itemsBefore(room, 0, 1000)).items) {
        if (item.kind == TimelineItem::Kind::Message)
            found += item.message.body;
    }
    return found;
}

} // namespace

class TestStoreRescue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundStoreIsLeftAlone();
    void notADatabaseIsSetAsideUntouched();
    void roomsAndOwnMessagesAreTakenOver();
    void ownMessagesOfALaterEpochAndFailedOnesAreTakenOver();
    void roomWithoutArchiveKeepsItsMessages();
    void rescueThatWasCutShortIsFinished();
    void everyDamageLeavesAUsableStore();
    void damageMetWhileRunningIsLookedAtAtTheNextStart();
};

void TestStoreRescue::soundStoreIsLeftAlone()
{
    for (const bool killed : {false, true}) {
        Victim victim(killed);
        FakeClock clock;
        MessageStore store(victim.copy, clock);
        QVERIFY(store.open().isOk());
        QVERIFY(!store.rescue());
        QCOMPARE(TempStore::get(store.rowCount(victim.store.room())), 301);
    }
}

void TestStoreRescue::notADatabaseIsSetAsideUntouched()
{
    QTemporaryDir folder;
    const QString name = folder.filePath(u"messages.sqlite"_s);
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(8192, 'x'));
    file.close();
    FakeClock clock;
    MessageStore store(name, clock);
    QVERIFY(store.open().isOk());
    QVERIFY(store.rescue());
    QFile aside(store.rescue()->setAside);
    QVERIFY(aside.open(QIODevice::ReadOnly));
    QCOMPARE(aside.readAll(), QByteArray(8192, 'x'));
}

void TestStoreRescue::roomsAndOwnMessagesAreTakenOver()
{
    Victim victim(true);
    FakeClock clock;
    destroyAnIndex(victim.copy);
    QFile mark(victim.copy + u"-damaged"_s);
    MessageStore store(victim.copy, clock);
    QVERIFY(store.open().isOk());
    QVERIFY(store.rescue());
    QCOMPARE(store.rescue()->rooms, 1);
    QCOMPARE(store.rescue()->ownMessages, 1);
    const auto rooms = TempStore::get(store.rooms(victim.store.account()));
    QCOMPARE(rooms.size(), 1);
    QVERIFY(rooms.first().held);
    QCOMPARE(rooms.first().nickname, u"alice"_s);
    const auto own = TempStore::get(store.unsettledOwn(rooms.first().key));
    QCOMPARE(own.size(), 1);
    QCOMPARE(own.first().body, u"not sent yet"_s);
    QCOMPARE(own.first().originId, u"own"_s);
    QVERIFY(!mark.exists());
}

void TestStoreRescue::ownMessagesOfALaterEpochAndFailedOnesAreTakenOver()
{
    Victim victim(false);
    TempStore::get(victim.store->raiseEpoch(victim.store.room(), 0));
    TempStore::get(victim.store->enqueueOwn(victim.store.room(), u"later"_s, u"in a later epoch"_s, u"alice"_s));
    const auto failing =
        TempStore::get(victim.store->enqueueOwn(victim.store.room(), u"f"_s, u"refused"_s, u"alice"_s));
    TempStore::get(victim.store->setOwnState(failing.key, DeliveryState::Failed, u"no"_s));
    victim.store.restart();
    victim.takeCopy();
    destroyAnIndex(victim.copy);
    FakeClock clock;
    MessageStore store(victim.copy, clock);
    QVERIFY(store.open().isOk());
    QCOMPARE(store.rescue()->ownMessages, 3);
    QCOMPARE(TempStore::get(store.unsettledOwn(victim.store.room())).size(), 2);
    const QStringList shown = bodies(store, victim.store.room());
    QCOMPARE(QSet<QString>(shown.cbegin(), shown.cend()),
             (QSet<QString>{u"not sent yet"_s, u"in a later epoch"_s, u"refused"_s}));
}

void TestStoreRescue::roomWithoutArchiveKeepsItsMessages()
{
    Victim victim(false);
    const Jid plain = Jid::parse(u"plain@muc.example.org"_s).value();
    const RoomKey room = TempStore::get(victim.store->openRoom(victim.store.account(), plain)).key;
    const MembershipKey membership = TempStore::get(victim.store->beginMembership(room));
    for (const QString &body : {u"one"_s, u"two"_s, u"two"_s, u"three"_s})
        TempStore::get(victim.store->appendLive(room, membership, {anEntry(QString()).body(body)}));
    victim.store.restart();
    victim.takeCopy();
    destroyAnIndex(victim.copy);
    FakeClock clock;
    MessageStore store(victim.copy, clock);
    QVERIFY(store.open().isOk());
    QVERIFY(store.rescue());
    QCOMPARE(bodies(store, room), (QStringList{u"one"_s, u"two"_s, u"two"_s, u"three"_s}));
    // What the archive of the other room has, comes from there.
    QCOMPARE(bodies(store, victim.store.room()), QStringList{u"not sent yet"_s});

    // The next join brings the same once more, and one that came meanwhile.
    QList<RoomMessage> history;
    for (const QString &body : {u"one"_s, u"two"_s, u"two"_s, u"three"_s, u"four"_s})
        history += anEntry(QString()).body(body).stamp(clock.now());
    const MembershipKey next = TempStore::get(store.beginMembership(room));
    TempStore::get(store.commitHistory(room, next, history));
    QCOMPARE(bodies(store, room), (QStringList{u"one"_s, u"two"_s, u"two"_s, u"three"_s, u"four"_s}));
}

void TestStoreRescue::rescueThatWasCutShortIsFinished()
{
    Victim victim(false);
    destroyAnIndex(victim.copy);
    FakeClock clock;
    {
        MessageStore store(victim.copy, clock);
        QVERIFY(store.open().isOk());
    }
    // As a kill between the two moves leaves it.
    QVERIFY(QFile::rename(victim.copy, victim.copy + u".new"_s));
    MessageStore store(victim.copy, clock);
    QVERIFY(store.open().isOk());
    QCOMPARE(TempStore::get(store.unsettledOwn(victim.store.room())).size(), 1);
    QCOMPARE(TempStore::get(store.rooms(victim.store.account())).size(), 1);
}

void TestStoreRescue::everyDamageLeavesAUsableStore()
{
    Victim victim(true);
    for (quint32 seed = 1; seed <= 200; ++seed) {
        QRandomGenerator dice(seed);
        victim.takeCopy();
        const auto damage = static_cast<Damage>(seed % 6);
        victim.hurt(damage, dice);
        FakeClock clock;
        MessageStore store(victim.copy, clock);
        const Result<Done> opened = store.open();
        QVERIFY2(opened.isOk(),
                 qPrintable(u"seed %1: %2"_s.arg(seed).arg(opened.isOk() ? QString() : opened.error().text)));
        const auto room =
            TempStore::get(store.openRoom(victim.store.account(), Jid::parse(u"new@muc.example.org"_s).value()));
        const MembershipKey membership = TempStore::get(store.beginMembership(room.key));
        TempStore::get(store.appendLive(room.key, membership, {anEntry(u"after"_s)}));
        QCOMPARE(TempStore::get(store.rowCount(room.key)), 1);
        if (store.rescue())
            QVERIFY(QFile::exists(store.rescue()->setAside));
    }
}

void TestStoreRescue::damageMetWhileRunningIsLookedAtAtTheNextStart()
{
    Victim victim(false);
    {
        QFile file(victim.copy);
        QVERIFY(file.open(QIODevice::ReadWrite));
        // Everything but the head and the schema.
        for (qint64 page = 2; page < file.size() / 4096; ++page) {
            file.seek(page * 4096);
            file.write(QByteArray(4096, 0));
        }
    }
    FakeClock clock;
    {
        MessageStore store(victim.copy, clock);
        if (store.open().isOk() && !store.rescue()) {
            const auto rooms = TempStore::wait(store.rooms(victim.store.account()));
            const auto made =
                TempStore::wait(store.openRoom(victim.store.account(), Jid::parse(u"b@muc.example.org"_s).value()));
            QVERIFY(!rooms || !made);
            QVERIFY(QFile::exists(victim.copy + u"-damaged"_s));
        }
    }
    MessageStore store(victim.copy, clock);
    QVERIFY(store.open().isOk());
    QVERIFY(TempStore::wait(store.openRoom(victim.store.account(), Jid::parse(u"c@muc.example.org"_s).value())).isOk());
}

QTEST_GUILESS_MAIN(TestStoreRescue)
#include "tst_storerescue.moc"
