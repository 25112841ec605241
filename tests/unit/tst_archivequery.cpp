#include "support/mucconversation.h"
#include "support/transcript.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

const Jid tea = *Jid::parse(u"tea@conference.localhost");

/// A result of the room, for the query \a queryId.
QString result(const QString &queryId, const QString &id, const QString &from = u"tea@conference.localhost"_s,
               const QString &innerFrom = u"tea@conference.localhost/bo"_s)
{
    return u"<message xmlns='jabber:client' to='alice@localhost/r1' from='%1'><result xmlns='urn:xmpp:mam:2' "
           "queryid='%2' id='%3'><forwarded xmlns='urn:xmpp:forward:0'>"
           "<delay xmlns='urn:xmpp:delay' stamp='2026-02-01T00:00:00Z'/>"
           "<message xmlns='jabber:client' type='groupchat' from='%4' id='m'><body>text of %3</body></message>"
           "</forwarded></result></message>"_s.arg(from, queryId, id, innerFrom);
}

QString fin(const QString &more = {})
{
    return u"<fin xmlns='urn:xmpp:mam:2' %1><set xmlns='http://jabber.org/protocol/rsm'/></fin>"_s.arg(more);
}

QString queryIdOf(const XmlNode &iq)
{
    return iq.child(u"query", u"urn:xmpp:mam:2").attribute(u"queryid");
}

QStringList idsOf(const ArchivePage &page)
{
    QStringList ids;
    for (const RoomMessage &entry : page.entries)
        ids.append(entry.archiveId);
    return ids;
}

enum class Direction { Backward, Forward };

/// One open query whose request has been looked at.
struct OpenPage {
    explicit OpenPage(const QString &known = {}, int max = 50, Direction direction = Direction::Backward)
    {
        future = direction == Direction::Forward ? talk.archive->pageAfter(tea, known, max)
                                                 : talk.archive->pageBefore(tea, known, max);
        request = talk.next();
        id = queryIdOf(request);
    }

    void finish(const QString &payload)
    {
        talk.inject(u"<iq xmlns='jabber:client' type='result' from='tea@conference.localhost' id='%1'>%2</iq>"_s.arg(
            request.attribute(u"id"), payload));
    }

    MucConversation talk;
    QFuture<Result<ArchivePage>> future;
    XmlNode request;
    QString id;
};

} // namespace

class TestArchiveQuery : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newestPageIsAskedForWithAnEmptyBefore()
    {
        OpenPage page;
        QVERIFY(!page.id.isEmpty());
        QCOMPARE(
            xmlDifference(
                page.request.child(u"query", u"urn:xmpp:mam:2"),
                xml(u"<query xmlns='urn:xmpp:mam:2' queryid='%1'><x xmlns='jabber:x:data' type='submit'>"
                    "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field></x>"
                    "<set xmlns='http://jabber.org/protocol/rsm'><max>50</max><before/></set></query>"_s.arg(page.id))),
            QString());
        QCOMPARE(page.request.attribute(u"to"), u"tea@conference.localhost"_s);
        QCOMPARE(page.request.attribute(u"type"), u"set"_s);
    }

    void olderPageIsAskedForByTheIdBehindIt()
    {
        const OpenPage page(u"x&1"_s, 20);
        const XmlNode set =
            page.request.child(u"query", u"urn:xmpp:mam:2").child(u"set", u"http://jabber.org/protocol/rsm");
        QCOMPARE(set.child(u"before", u"http://jabber.org/protocol/rsm").text(), u"x&1"_s);
        QCOMPARE(set.child(u"max", u"http://jabber.org/protocol/rsm").text(), u"20"_s);
    }

    void newerPageIsAskedForByTheIdBeforeIt()
    {
        OpenPage page(u"x&1"_s, 2, Direction::Forward);
        const XmlNode set =
            page.request.child(u"query", u"urn:xmpp:mam:2").child(u"set", u"http://jabber.org/protocol/rsm");
        QCOMPARE(set.child(u"after", u"http://jabber.org/protocol/rsm").text(), u"x&1"_s);
        QVERIFY(set.child(u"before", u"http://jabber.org/protocol/rsm").isNull());
        QCOMPARE(set.child(u"max", u"http://jabber.org/protocol/rsm").text(), u"2"_s);
        // What is too much is far from where the page begins.
        for (const QString &id : {u"1"_s, u"2"_s, u"3"_s})
            page.talk.inject(result(page.id, id));
        page.finish(fin(u"complete='true'"_s));
        const ArchivePage read = page.future.result().value();
        QCOMPARE(idsOf(read), (QStringList{u"1"_s, u"2"_s}));
        QVERIFY(!read.complete);
    }

    void anEmptyPageThatIsNotCompleteIsAFailure()
    {
        // So ejabberd answers while its database is away.
        OpenPage page;
        page.finish(fin(u"complete='false'"_s));
        QCOMPARE(page.future.result().error().kind, ErrorKind::ServerRefused);
        OpenPage empty;
        empty.finish(fin(u"complete='true'"_s));
        QVERIFY(empty.future.result() && empty.future.result()->complete);
    }

    void recordedPage_data()
    {
        QTest::addColumn<QString>("server");
        QTest::addColumn<QString>("topic");
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("complete");
        for (const QString &server : {u"ejabberd"_s, u"prosody"_s}) {
            QTest::addRow("%s: all", qPrintable(server)) << server << u"archive all"_s << 5 << true;
            QTest::addRow("%s: last two", qPrintable(server)) << server << u"archive last two"_s << 2 << false;
        }
    }

    void recordedPage()
    {
        QFETCH(QString, server);
        QFETCH(QString, topic);
        QFETCH(int, count);
        QFETCH(bool, complete);
        OpenPage page;
        const auto stanzas = Transcript(QStringLiteral(FOYER_TEST_DATA), server).stanzas(topic);
        for (const XmlNode &stanza : stanzas) {
            if (stanza.name() == "iq"_L1)
                page.finish(stanza.child(u"fin", u"urn:xmpp:mam:2").toXml());
            else
                page.talk.inject(xml(stanza.toXml().replace(u"queryid='q'"_s, u"queryid='%1'"_s.arg(page.id))));
        }
        QVERIFY(page.future.isFinished());
        const ArchivePage read = page.future.result().value();
        QCOMPARE(read.entries.size(), count);
        QCOMPARE(read.complete, complete);
        QCOMPARE(read.entries.constLast().body, u"m5 <&> é 😀"_s);
        QCOMPARE(read.first, read.entries.constFirst().archiveId);
        QCOMPARE(read.last, read.entries.constLast().archiveId);
        QCOMPARE(page.talk.takeLog(), QStringList());
    }

    void resultsThatNobodyAskedForAreDropped_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("queryId");
        const QString room = u"tea@conference.localhost"_s;
        QTest::newRow("from an occupant") << u"tea@conference.localhost/bo"_s << QString();
        QTest::newRow("from another room") << u"other@conference.localhost"_s << QString();
        QTest::newRow("from a person") << u"bob@localhost"_s << QString();
        QTest::newRow("for another query") << room << u"other"_s;
    }

    void resultsThatNobodyAskedForAreDropped()
    {
        QFETCH(QString, from);
        QFETCH(QString, queryId);
        OpenPage page;
        const QString id = queryId.isEmpty() ? page.id : queryId;
        QVERIFY(page.talk.archive->handle(xml(result(id, u"forged"_s, from, u"tea@conference.localhost/bo"_s))));
        page.talk.inject(result(page.id, u"1"_s));
        page.finish(fin());
        QCOMPARE(idsOf(page.future.result().value()), QStringList{u"1"_s});
    }

    void resultsOfAnotherRoomLeaveTheirPlaceOnly()
    {
        OpenPage page;
        const QString room = u"tea@conference.localhost"_s;
        page.talk.inject(result(page.id, u"1"_s, room, u"other@conference.localhost/bo"_s));
        page.talk.inject(result(page.id, u"2"_s));
        page.finish(fin());
        const ArchivePage read = page.future.result().value();
        QCOMPARE(idsOf(read), (QStringList{u"1"_s, u"2"_s}));
        QCOMPARE(nameOf(read.entries.constFirst().kind), nameOf(EntryKind::NotShown));
        QCOMPARE(read.entries.constFirst().nickname + read.entries.constFirst().raw, QString());
    }

    void whatIsSaidToTheRoomIsNoAnswer()
    {
        OpenPage page;
        XmlNode said = xml(result(page.id, u"1"_s));
        said.setAttribute(u"type"_s, u"groupchat"_s);
        QVERIFY(!page.talk.archive->handle(said));
        QVERIFY(!page.talk.archive->handleRefused(said));
        page.finish(fin(u"complete='true'"_s));
        QCOMPARE(page.future.result().value().entries.size(), 0);
    }

    void resultsAfterTheEndAreDropped()
    {
        OpenPage page;
        page.finish(fin(u"complete='true'"_s));
        QVERIFY(page.talk.archive->handle(xml(result(page.id, u"late"_s))));
        QCOMPARE(page.future.result().value().entries.size(), 0);
    }

    void doubledResultsAreDropped()
    {
        OpenPage page({}, 2);
        for (const QString &id : {u"1"_s, u"1"_s, u"2"_s, u"2"_s})
            page.talk.inject(result(page.id, id));
        page.finish(fin());
        QCOMPARE(idsOf(page.future.result().value()), (QStringList{u"1"_s, u"2"_s}));
    }

    void surplusResultsLeaveTheOnesDirectlyBefore()
    {
        // The page ends directly before the id that was asked for, so the oldest are what is too much.
        OpenPage page(u"9"_s, 2);
        for (const QString &id : {u"5"_s, u"6"_s, u"5"_s, u"7"_s, u"8"_s})
            page.talk.inject(result(page.id, id));
        page.finish(fin(u"complete='true'"_s));
        QCOMPARE(idsOf(page.future.result().value()), (QStringList{u"7"_s, u"8"_s}));
        QCOMPARE(page.future.result().value().first, u"7"_s);
        // What was left out is older, so the page does not reach the beginning.
        QVERIFY(!page.future.result().value().complete);
    }

    void surplusResultsOfTheOldestPageAreTheNewerOnes()
    {
        MucConversation talk;
        const auto future = talk.archive->oldest(tea, 2);
        const XmlNode request = talk.next();
        const XmlNode set = request.child(u"query", u"urn:xmpp:mam:2").child(u"set", u"http://jabber.org/protocol/rsm");
        QCOMPARE(set.child(u"max", u"http://jabber.org/protocol/rsm").text(), u"2"_s);
        QVERIFY(set.child(u"before", u"http://jabber.org/protocol/rsm").isNull());
        QVERIFY(set.child(u"after", u"http://jabber.org/protocol/rsm").isNull());
        for (const QString &id : {u"1"_s, u"2"_s, u"3"_s})
            talk.inject(result(queryIdOf(request), id));
        talk.inject(u"<iq xmlns='jabber:client' type='result' from='tea@conference.localhost' id='%1'>%2</iq>"_s.arg(
            request.attribute(u"id"), fin(u"complete='true'"_s)));
        QCOMPARE(idsOf(future.result().value()), (QStringList{u"1"_s, u"2"_s}));
        QCOMPARE(future.result().value().first, u"1"_s);
    }

    void ordinaryMessagesAreNotOurs()
    {
        OpenPage page;
        QVERIFY(!page.talk.archive->handle(xml(MucConversation::groupchat(u"bo"_s, u"hi"_s))));
    }

    void pagesOfTwoRoomsDoNotMix()
    {
        MucConversation talk;
        const auto first = talk.archive->pageBefore(tea, {}, 50);
        const auto second = talk.archive->pageBefore(*Jid::parse(u"other@conference.localhost"), {}, 50);
        const XmlNode firstIq = talk.next();
        const XmlNode secondIq = talk.next();
        QVERIFY(queryIdOf(firstIq) != queryIdOf(secondIq));
        talk.inject(
            result(queryIdOf(secondIq), u"b"_s, u"other@conference.localhost"_s, u"other@conference.localhost/bo"_s));
        talk.inject(result(queryIdOf(firstIq), u"a"_s));
        const QString answer = u"<iq xmlns='jabber:client' type='result' from='%1' id='%2'>%3</iq>"_s;
        talk.inject(answer.arg(u"other@conference.localhost"_s, secondIq.attribute(u"id"), fin()));
        QVERIFY(!first.isFinished());
        talk.inject(answer.arg(u"tea@conference.localhost"_s, firstIq.attribute(u"id"), fin(u"complete='1'"_s)));
        QCOMPARE(idsOf(first.result().value()), QStringList{u"a"_s});
        QVERIFY(first.result().value().complete);
        QCOMPARE(idsOf(second.result().value()), QStringList{u"b"_s});
        QVERIFY(!second.result().value().complete);
    }

    void refusalsAreTyped_data()
    {
        QTest::addColumn<QString>("condition");
        QTest::addColumn<QString>("kind");
        QTest::newRow("unknown id") << u"item-not-found"_s << u"ServerRefused"_s;
        QTest::newRow("not for us") << u"forbidden"_s << u"Banned"_s;
        QTest::newRow("members") << u"registration-required"_s << u"MembersOnly"_s;
        QTest::newRow("no archive") << u"service-unavailable"_s << u"ServerRefused"_s;
    }

    void refusalsAreTyped()
    {
        QFETCH(QString, condition);
        QFETCH(QString, kind);
        MucConversation talk;
        const auto page = talk.archive->pageBefore(tea, u"x"_s, 50);
        talk.refuse(u"tea@conference.localhost"_s, condition);
        QCOMPARE(nameOf(page.result().error().kind), kind);
        QCOMPARE(page.result().error().detail, condition);
    }

    void silenceIsMeasuredFromTheLastResult()
    {
        OpenPage page;
        page.talk.clock.advance(29000);
        page.talk.inject(result(page.id, u"1"_s));
        page.talk.clock.advance(29000);
        QVERIFY(!page.future.isFinished());
        page.talk.clock.advance(1000);
        QVERIFY(page.future.isFinished());
        QCOMPARE(nameOf(page.future.result().error().kind), nameOf(ErrorKind::TimedOut));
        // The answer that comes after all finds nobody.
        page.finish(fin());
        QVERIFY(page.talk.archive->handle(xml(result(page.id, u"2"_s))));
    }

    void cutDropsTheHalfPage()
    {
        OpenPage page;
        page.talk.inject(result(page.id, u"1"_s));
        page.talk.archive->connectionLost();
        QCOMPARE(nameOf(page.future.result().error().kind), nameOf(ErrorKind::NotConnected));
        // A resumed stream replays the rest of it.
        QVERIFY(page.talk.archive->handle(xml(result(page.id, u"2"_s))));
        page.finish(fin());
    }

    void nextPageMayBeAskedForFromTheAnswer()
    {
        OpenPage page;
        QFuture<Result<ArchivePage>> older;
        page.future.then(&page.talk, [&](const Result<ArchivePage> &newest) {
            older = page.talk.archive->pageBefore(tea, newest->first, 50);
        });
        page.talk.inject(result(page.id, u"9"_s));
        page.finish(fin());
        const XmlNode request = page.talk.next();
        QCOMPARE(request.child(u"query", u"urn:xmpp:mam:2")
                     .child(u"set", u"http://jabber.org/protocol/rsm")
                     .child(u"before", u"http://jabber.org/protocol/rsm")
                     .text(),
                 u"9"_s);
        QVERIFY(!older.isFinished());
    }

    void refusedResultKeepsItsPlace()
    {
        OpenPage page;
        page.talk.inject(result(page.id, u"1"_s));
        const XmlNode scanned = xml(u"<message xmlns='jabber:client' from='tea@conference.localhost'>"
                                    "<result xmlns='urn:xmpp:mam:2' queryid='%1' id='2'/></message>"_s.arg(page.id));
        QVERIFY(page.talk.archive->handleRefused(scanned));
        page.talk.inject(result(page.id, u"3"_s));
        page.finish(fin());
        const ArchivePage read = page.future.result().value();
        QCOMPARE(idsOf(read), (QStringList{u"1"_s, u"2"_s, u"3"_s}));
        QCOMPARE(nameOf(read.entries[1].kind), nameOf(EntryKind::NotShown));
    }

    void occupantIdsCountOnlyWhereTheyAreAnnounced()
    {
        for (const bool announced : {true, false}) {
            MucConversation talk;
            const auto page = talk.archive->pageBefore(tea, {}, 50, {announced});
            const XmlNode request = talk.next();
            talk.inject(
                xml(result(queryIdOf(request), u"1"_s)
                        .replace(u"</body>"_s, u"</body><occupant-id xmlns='urn:xmpp:occupant-id:0' id='o'/>"_s)));
            talk.inject(
                u"<iq xmlns='jabber:client' type='result' from='tea@conference.localhost' id='%1'>%2</iq>"_s.arg(
                    request.attribute(u"id"), fin()));
            QCOMPARE(page.result().value().entries.constFirst().occupantId, announced ? u"o"_s : QString());
        }
    }
};

QTEST_GUILESS_MAIN(TestArchiveQuery)
#include "tst_archivequery.moc"
