#include "stanza/presence.h"
#include "support/transcript.h"
#include "support/xml.h"

#include <QTest>

using namespace foyer;
using namespace foyer::stanza;
using namespace Qt::StringLiterals;

namespace
{

MucPresence recorded(const QString &server, const QString &topic)
{
    const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
    return readMucPresence(transcript.stanzas(topic).constLast());
}

void serverRows()
{
    QTest::addColumn<QString>("server");
    QTest::newRow("ejabberd") << u"ejabberd"_s;
    QTest::newRow("prosody") << u"prosody"_s;
}

} // namespace

class TestPresence : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void createdRoomIsTold_data() { serverRows(); }

    void createdRoomIsTold()
    {
        QFETCH(QString, server);
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), server);
        const auto stanzas = transcript.stanzas(u"join creates"_s);
        const MucPresence self = readMucPresence(stanzas[stanzas.size() - 2]);
        QVERIFY(self.has(MucStatus::RoomCreated));
        QVERIFY(self.has(MucStatus::SelfPresence));
        QCOMPARE(self.occupant.nickname, u"er"_s);
        QCOMPARE(self.occupant.role, Role::Moderator);
        QCOMPARE(self.occupant.affiliation, Affiliation::Owner);
        QCOMPARE(self.occupant.realJid.toString(), u"erin@localhost"_s);
        QCOMPARE(self.addresses.size(), 1);
        QCOMPARE(self.addresses.constFirst().toString(), u"erin@localhost/r1"_s);
    }

    void kickIsTold_data() { serverRows(); }

    void kickIsTold()
    {
        QFETCH(QString, server);
        const MucPresence presence = recorded(server, u"kicked"_s);
        QVERIFY(presence.type == MucPresence::Type::Unavailable);
        QVERIFY(presence.has(MucStatus::Kicked));
        QCOMPARE(presence.actor, u"al"_s);
        QCOMPARE(presence.reason, u"bye"_s);
        QCOMPARE(presence.occupant.role, Role::None);
    }

    void destructionIsTold_data() { serverRows(); }

    void destructionIsTold()
    {
        QFETCH(QString, server);
        const MucPresence presence = recorded(server, u"destroyed"_s);
        QVERIFY(presence.destroyed);
        QCOMPARE(presence.destroyReason, u"moved"_s);
        QCOMPARE(presence.alternative, u"other@conference.localhost"_s);
        // The reason for the end of the room is not the reason of an item.
        QCOMPARE(presence.reason, QString());
        QCOMPARE(presence.has(MucStatus::SelfPresence), server == "prosody"_L1);
    }

    void newNicknameIsTold_data() { serverRows(); }

    void newNicknameIsTold()
    {
        QFETCH(QString, server);
        const MucPresence presence = recorded(server, u"own nickname changes"_s);
        QVERIFY(presence.has(MucStatus::NicknameChanged));
        QCOMPARE(presence.newNickname, u"bobby"_s);
    }

    void roomsOwnPresenceIsNobodys()
    {
        const Transcript transcript(QStringLiteral(FOYER_TEST_DATA), u"ejabberd"_s);
        QCOMPARE(readMucPresence(transcript.stanzas(u"join existing"_s).constFirst()).occupant.nickname, QString());
    }

    void everyClientBehindASharedNicknameIsListed()
    {
        const MucPresence presence = recorded(u"prosody"_s, u"nickname shared"_s);
        QCOMPARE(presence.addresses.size(), 2);
        QCOMPARE(presence.occupant.realJid.toString(), u"bob@localhost"_s);
    }

    void extraIsReadUpToItsLimit()
    {
        const QString frame = u"<presence xmlns='jabber:client' from='tea@conference.localhost/al'>"
                              "<extra xmlns='urn:foyer:extra:0'>%1</extra></presence>"_s;
        QCOMPARE(readMucPresence(xml(frame.arg(u"t &amp; x"_s))).occupant.extra, u"t & x"_s);
        QCOMPARE(readMucPresence(xml(frame.arg(QString(1024, u'a')))).occupant.extra.size(), 1024);
        QCOMPARE(readMucPresence(xml(frame.arg(QString(1025, u'a')))).occupant.extra, QString());
    }

    void actorWithoutNicknameIsTheAddress()
    {
        const MucPresence presence = readMucPresence(
            xml(u"<presence xmlns='jabber:client' from='tea@conference.localhost/al' type='unavailable'>"
                "<x xmlns='http://jabber.org/protocol/muc#user'><item role='none' affiliation='none'>"
                "<actor jid='carol@localhost'/></item></x></presence>"_s));
        QCOMPARE(presence.actor, u"carol@localhost"_s);
    }

    void joinAsksForWhatItShould()
    {
        const Jid self = *Jid::parse(u"tea@conference.localhost/al");
        QCOMPARE(
            xmlDifference(mucJoinPresence(self, u"p1"_s, {}),
                          xml(u"<presence xmlns='jabber:client' to='tea@conference.localhost/al' id='p1'>"
                              "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='0'/></x></presence>"_s)),
            QString());
        QCOMPARE(
            xmlDifference(mucJoinPresence(self, u"p1"_s, {u"pw"_s, u"hi"_s, 10}),
                          xml(u"<presence xmlns='jabber:client' to='tea@conference.localhost/al' id='p1'>"
                              "<x xmlns='http://jabber.org/protocol/muc'><history maxstanzas='10'/>"
                              "<password>pw</password></x><extra xmlns='urn:foyer:extra:0'>hi</extra></presence>"_s)),
            QString());
        QCOMPARE(xmlDifference(mucLeavePresence(self),
                               xml(u"<presence xmlns='jabber:client' to='tea@conference.localhost/al' "
                                   "type='unavailable'/>"_s)),
                 QString());
    }
};

QTEST_GUILESS_MAIN(TestPresence)
#include "tst_presence.moc"
